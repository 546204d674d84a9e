import Link from 'next/link';
import { Button } from '../ui/button';

const STEPS = [
  {
    title: 'Launch',
    text: 'A developer puts an open model on chain: its weights and program by hash, its token on a curve.',
  },
  {
    title: 'Ask',
    text: 'Anyone pays the model for an answer. The same prompt gives the same answer on every machine, so anyone can check it.',
  },
  {
    title: 'Earn',
    text: 'When the answer is final, the fee goes to the token. Holders claim it, or burn tokens for their part.',
  },
] as const;

/** What this is in one line, and how it works in three steps. */
export function Hero() {
  return (
    <section aria-labelledby="what" className="grid items-center gap-x-14 gap-y-8 lg:grid-cols-[1.15fr_1fr]">
      <div>
        <h1 id="what" className="text-[2.1rem] font-[660] sm:text-5xl">
          Open AI models that earn for the people who hold them
        </h1>
        <p className="mt-4 max-w-xl text-lg text-ink-2">
          Each model here is a token. Pay it for an answer that anyone can recompute, and its holders share the fee.
        </p>
        <div className="mt-6 flex flex-wrap gap-3">
          <Button asChild size="lg">
            <Link href="/launch">Launch a model</Link>
          </Button>
          <Button asChild look="secondary" size="lg">
            <a href="#models">See the models</a>
          </Button>
        </div>
      </div>
      <div>
        <ol className="flex flex-col">
          {STEPS.map(({ title, text }, index) => (
            <li key={title} className="grid grid-cols-[2.25rem_1fr] border-t border-line py-3.5 last:border-b">
              <span aria-hidden className="num text-lg font-[560] text-accent">
                {index + 1}
              </span>
              <p className="text-ink-2">
                <strong className="font-[620] text-ink">{title}.</strong> {text}
              </p>
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
