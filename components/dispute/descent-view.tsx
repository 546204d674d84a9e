'use client';
import { Fragment } from 'react';
import type { GameDetail } from '@/lib/api/dispute/types';
import { shortHash } from '@/lib/format/address';
import { sideToMove } from '@/lib/request/game-text';
import type { OwnNodes } from '@/lib/verify/compare-moves';
import { type DescentLevel, type DescentTree, descentOf, leavesBelow } from '@/lib/verify/descent';
import { RelativeTime } from '../common/relative-time';
import { TransactionLink } from '../common/transaction-link';
import { cn } from '../ui/cn';
import { useProofPick } from './use-proof-pick';

const NAMES: Record<DescentTree, { one: string; many: string }> = {
  steps: { one: 'step', many: 'steps' },
  tensors: { one: 'tensor', many: 'tensors' },
  chunks: { one: 'part', many: 'parts' },
};

/** Which leaves a node of a level stands for: "steps 24–31". */
function nameOf(level: DescentLevel, place: number, leaves: number | null): string {
  const { one, many } = NAMES[level.tree];
  const height = level.height ?? 0;
  const [first, last] = leavesBelow({ index: level.first + place, height }, leaves);
  // Where a tree ends is not in the events; its last node may stand for fewer leaves than its height says.
  if (leaves === null && height > 0 && place === level.children.length - 1) return `${many} from ${first} on`;
  return first === last ? `${one} ${first}` : `${many} ${first}–${last}`;
}

/** A revealed node beside the own one. `isWrong` is null where this browser has not run the model. */
type Node = { name: string; child: string; mine: string | null; isWrong: boolean | null; at: number };

function nodesOf(level: DescentLevel, own: OwnNodes | null, leaves: number | null): Node[] {
  return level.children.map((child, at) => {
    const mine = own?.children[at] ?? null;
    return { name: nameOf(level, at, leaves), child, mine, isWrong: mine === null ? null : mine !== child, at };
  });
}

/**
 * The descent, level by level: what the operator revealed, and what the challenger picked of it. Each row is what lies under
 * the cell picked above. `own`, where this browser has run the model, says which nodes are right.
 */
export function DescentView({ game, own }: { game: GameDetail; own: readonly OwnNodes[] | null }) {
  const proofPick = useProofPick(game);
  const levels = descentOf(game);
  const last = levels.at(-1);
  if (last !== undefined && last.picked === null && proofPick !== null) last.picked = proofPick;
  if (levels.length === 0) {
    return <p className="py-8 text-center text-ink-3">Nothing is revealed yet.</p>;
  }
  return (
    <ol aria-label="Levels of the descent" className="flex flex-col">
      {levels.map((level, index) => (
        <Fragment key={level.id}>
          {index === 0 ? null : <Funnel above={levels[index - 1]} />}
          <Level
            level={level}
            own={own?.[index] ?? null}
            leaves={level.tree === 'steps' ? game.steps : null}
            isOver={sideToMove(game.phase) === null}
          />
        </Fragment>
      ))}
      {game.fraud === 'element' && game.element !== null ? (
        <>
          <Funnel above={levels.at(-1)} />
          <li className="num rounded-[10px] bg-down-soft px-3 py-2.5 text-sm">
            <span className="font-[620] text-down">Element {game.element}</span> of tensor {game.tensor} in step{' '}
            {game.step}: recomputed on chain, and wrong.
          </li>
        </>
      ) : null}
    </ol>
  );
}

function Level({
  level,
  own,
  leaves,
  isOver,
}: {
  level: DescentLevel;
  own: OwnNodes | null;
  leaves: number | null;
  isOver: boolean;
}) {
  const { children, picked } = level;
  const { many } = NAMES[level.tree];
  const [first] = leavesBelow({ index: level.first, height: level.height ?? 0 }, leaves);
  const [, last] = leavesBelow({ index: level.first + children.length - 1, height: level.height ?? 0 }, leaves);
  const isEndKnown = leaves !== null || (level.height ?? 0) === 0;
  const title = `${children.length} ${children.length === 1 ? 'node' : 'nodes'} ${isEndKnown ? `over ${first}–${last}` : `from ${first} on`}`;
  const nodes = nodesOf(level, own, leaves);
  return (
    <li>
      <div className="num mb-1.5 flex flex-wrap items-baseline justify-between gap-x-3 text-sm">
        <span>
          <span className="font-[560] capitalize">{many}</span>
          <span className="text-ink-3"> · {title}</span>
        </span>
        <span className="flex gap-2 text-xs text-ink-3">
          <RelativeTime atSec={level.revealed.atSec} />
          <TransactionLink hash={level.revealed.txHash}>transaction</TransactionLink>
        </span>
      </div>
      <div aria-hidden className="flex h-9 gap-px overflow-hidden rounded-[6px] bg-line sm:h-10">
        {nodes.map(({ name, child, at, isWrong }) => (
          <span
            key={name}
            title={`${name}: ${child}`}
            className={cn('min-w-0 flex-1', cellClass({ at, picked, isWrong }))}
          />
        ))}
      </div>
      <p className="num mt-1.5 text-sm text-ink-2">
        {picked === null ? (
          <span className="text-ink-3">
            {isOver ? 'None of these had to be picked.' : 'The challenger has not picked yet.'}
          </span>
        ) : (
          <>
            Picked: <span className="font-[560] text-down">{nameOf(level, picked, leaves)}</span>
            {picked === 0 ? null : <span className="text-ink-3"> · all before is common ground</span>}
          </>
        )}
      </p>
      <details className="text-sm text-ink-3">
        <summary className="inline-flex min-h-9 items-center max-sm:min-h-11">Show the hashes</summary>
        <Hashes nodes={nodes} picked={picked} />
      </details>
    </li>
  );
}

function cellClass({ at, picked, isWrong }: { at: number; picked: number | null; isWrong: boolean | null }): string {
  if (at === picked) return 'bg-down';
  // Right of the pick nobody has to agree; left of it both sides do.
  if (isWrong === true) return 'bg-down-soft';
  if (isWrong === false) return 'bg-up-soft';
  return picked !== null && at < picked ? 'bg-up-soft' : 'bg-sunken';
}

/** Leads from the picked cell to the whole row below. */
function Funnel({ above }: { above: DescentLevel | undefined }) {
  if (above === undefined) return null;
  const count = above.children.length;
  const left = ((above.picked ?? 0) / count) * 100;
  const right = (((above.picked ?? count - 1) + 1) / count) * 100;
  return (
    <li aria-hidden className="-mt-1 mb-1">
      <svg aria-hidden viewBox="0 0 100 10" preserveAspectRatio="none" className="block h-8 w-full text-down">
        <path d={`M${left} 0H${right}L100 10H0Z`} fill="currentColor" opacity="0.1" />
        <path
          d={`M${left} 0L0 10M${right} 0L100 10`}
          fill="none"
          stroke="currentColor"
          opacity="0.5"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
    </li>
  );
}

function Hashes({ nodes, picked }: { nodes: readonly Node[]; picked: number | null }) {
  const isCompared = nodes.some(({ mine }) => mine !== null);
  return (
    <div className="max-h-72 overflow-auto rounded-[6px] border border-line">
      <table className="num w-full text-left text-xs">
        <caption className="sr-only">Revealed nodes{isCompared ? ' beside those of this browser' : ''}</caption>
        <thead className="sticky top-0 bg-sunken">
          <tr>
            <th scope="col" className="px-2 py-1.5 font-[500]">
              Node
            </th>
            <th scope="col" className="px-2 py-1.5 font-[500]">
              Operator’s
            </th>
            {isCompared ? (
              <th scope="col" className="px-2 py-1.5 font-[500]">
                This browser’s
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {nodes.map(({ name, child, mine, isWrong, at }) => (
            <tr key={name} className="border-t border-line">
              <td className="px-2 py-1 whitespace-nowrap">
                {name}
                {at === picked ? <span className="font-[600] text-down"> picked</span> : null}
              </td>
              <td title={child} className={cn('px-2 py-1 font-mono', isWrong === true && 'text-down')}>
                {shortHash(child)}
              </td>
              {isCompared ? (
                <td title={mine ?? ''} className="px-2 py-1 font-mono">
                  {mine === null ? '' : isWrong === true ? shortHash(mine) : 'equal'}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
