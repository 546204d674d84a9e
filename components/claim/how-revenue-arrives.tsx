import Link from 'next/link';
import { Button } from '../ui/button';
import { Card, CardHeader } from '../ui/card';
import { Stepper } from '../ui/stepper';

const STEPS = [
  {
    id: 'pay',
    title: 'Somebody pays a model',
    detail: 'For an answer, or as a fee of a trade. Trading fees arrive at once, answers when they are final.',
  },
  {
    id: 'release',
    title: 'It is released over time',
    detail: 'Each model says over how many days, so that nobody can come in for one payment and leave.',
  },
  {
    id: 'snapshot',
    title: 'A snapshot shares it out',
    detail: 'By what everyone held at the end of that block. A keeper takes it; so can you.',
  },
  {
    id: 'claim',
    title: 'You claim, whenever you like',
    detail: 'Claims never expire. Several models go in one transaction.',
  },
] as const;

/** For an account without revenue: how it comes about. */
export function HowRevenueArrives() {
  return (
    <Card>
      <CardHeader title="Nothing yet: how revenue arrives" />
      <Stepper label="How revenue arrives" steps={STEPS.map((step) => ({ ...step, state: 'waiting' as const }))} />
      <Button asChild className="mt-5">
        <Link href="/">Find a model to hold</Link>
      </Button>
    </Card>
  );
}
