'use client';
import { useQuery } from '@tanstack/react-query';
import type { GameDetail } from '@/lib/api/dispute/types';
import { fromHex } from '@/lib/engine/hex';
import { toAppError } from '@/lib/errors/decode';
import { endText } from '@/lib/request/game-text';
import { descentOf } from '@/lib/verify/descent';
import type { ExplainedInput, Explanation } from '@/lib/verify/explain';
import type { OwnRunHandle } from '../common/verify/use-own-run';
import { Button } from '../ui/button';
import { Card, CardHeader } from '../ui/card';
import { Skeleton } from '../ui/skeleton';
import { ErrorState } from '../ui/states';

/** The chunk that a proof was about: the last that was revealed in clear around the element. */
function chunkOf(game: GameDetail, chunkOfElement: number): Uint8Array | null {
  const level = descentOf(game).at(-1);
  if (level === undefined) return null;
  const at = level.tree === 'chunks' ? chunkOfElement - level.first : (game.tensor ?? 0) - level.first;
  const child = level.children[at];
  return child === undefined ? null : (fromHex(child) ?? null);
}

/** How the game was decided; where it was one element, that element recomputed here in words and numbers. */
export function FinalStep({ game, own }: { game: GameDetail; own: OwnRunHandle }) {
  const end = endText(game);
  if (end === null) return null;
  return (
    <Card role="region" aria-label="How it was decided">
      <CardHeader title="How it was decided" note={end} />
      {game.fraud === 'element' ? <Element game={game} own={own} /> : null}
    </Card>
  );
}

function Element({ game, own }: { game: GameDetail; own: OwnRunHandle }) {
  const { step, tensor, element, gameId } = game;
  const isRun = own.run.kind === 'done';
  const explained = useQuery({
    queryKey: ['explain', gameId.toString(), step, tensor, element],
    enabled: isRun && step !== null && tensor !== null && element !== null,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const engine = own.worker();
      if (engine === null || step === null || tensor === null || element === null) return null;
      // The chunk follows from the element's size, which the worker knows: it is asked twice.
      const found = await engine.ask('explain', { step, tensor, element, chunk: null });
      if (found === null) return null;
      const chunk = chunkOf(game, Math.floor((element * BYTES[found.dtype]) / 32));
      return engine.ask('explain', { step, tensor, element, chunk });
    },
  });
  if (!isRun) {
    return own.run.kind === 'idle' || own.run.kind === 'failed' ? (
      <Button look="secondary" onClick={() => void own.start()}>
        Show the numbers
      </Button>
    ) : (
      <p className="text-sm text-ink-3">Running the model in this browser…</p>
    );
  }
  if (explained.isError) {
    return <ErrorState title="It could not be recomputed" detail={toAppError(explained.error).message} />;
  }
  if (explained.data === undefined) return <Skeleton className="h-48 w-full" />;
  if (explained.data === null) return <p className="text-sm text-ink-3">The element is padding: it must be 0.</p>;
  return <Explained of={explained.data} />;
}

const BYTES = { i7: 1, u7: 1, i8: 1, u8: 1, i16: 2, i32: 4 } as const;

function Explained({ of }: { of: Explanation }) {
  return (
    <div className="num flex flex-col gap-4">
      <p>
        <code className="rounded bg-sunken px-1.5 py-0.5 font-mono text-sm">{of.operator}</code> · step {of.step},
        tensor {of.tensor}, element {of.element} ({of.dtype}). {of.words}
      </p>
      {of.inputs.length === 0 ? null : (
        <dl className="flex flex-col gap-2 text-sm">
          {of.inputs.map((input) => (
            <Input key={input.name} input={input} />
          ))}
        </dl>
      )}
      {of.lines.length === 0 ? null : (
        <pre className="overflow-x-auto rounded-[10px] bg-sunken p-3 font-mono text-sm leading-relaxed">
          {of.lines.join('\n')}
        </pre>
      )}
      <div className="grid grid-cols-2 gap-3">
        <Value label="Claimed" value={of.claimed} tone="border-down bg-down-soft text-down" />
        <Value label="Right" value={of.right} tone="border-up bg-up-soft text-up" />
      </div>
    </div>
  );
}

function Input({ input }: { input: ExplainedInput }) {
  const rest = input.total - input.values.length;
  return (
    <div>
      <dt className="text-ink-3">
        {input.name}
        {input.total > 1 ? ` (${input.total})` : ''}
      </dt>
      <dd className="font-mono break-words">
        {input.values.join(', ')}
        {rest > 0 ? <span className="text-ink-3">, … {rest} more</span> : null}
      </dd>
    </div>
  );
}

function Value({ label, value, tone }: { label: string; value: number | null; tone: string }) {
  return (
    <div className={`rounded-[10px] border-2 p-3 text-center ${tone}`}>
      <p className="text-sm">{label}</p>
      <p className="text-2xl font-[640]">{value ?? '?'}</p>
    </div>
  );
}
