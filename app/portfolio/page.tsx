import type { Metadata } from 'next';
import { OwnPortfolio } from '@/components/portfolio/own-portfolio';

export const metadata: Metadata = {
  title: 'Portfolio',
  description: 'What an account holds of open AI models, what it cost, what it is worth, and everything it did.',
};

export default function PortfolioPage() {
  return (
    <>
      <h1 className="mb-8 text-3xl font-[640] sm:text-4xl">Portfolio</h1>
      <OwnPortfolio />
    </>
  );
}
