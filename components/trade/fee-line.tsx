'use client';
import { formatBps } from '@/lib/format/percent';
import { clock } from '@/lib/format/time';
import type { MarketLive } from '../common/data/use-market';
import { useNowSec } from '../common/use-now';
import { Notice } from '../ui/states';

/** How long the fee of buys falls after a pool was opened, as the hook has it. */
const POOL_DECAY_SEC = 600;
const PIPS_OF_BPS = 100;

/** While the fee of buys still falls: how high it is, who gets it, and how long until the lasting one. */
export function SnipeNotice({ market }: { market: MarketLive }) {
  const now = useNowSec();
  const { state, params, pool, snipeEndSec } = market;
  const [feeBps, lastingBps, endSec] = state.graduated
    ? [pool.buyFeePips / PIPS_OF_BPS, pool.sellFeePips / PIPS_OF_BPS, Number(pool.openedAt) + POOL_DECAY_SEC]
    : [state.feeBps, params.feeBps, snipeEndSec];
  if (now === null || feeBps <= lastingBps) return null;
  return (
    <Notice tone="warn">
      {state.graduated ? 'Opening fee' : 'Launch fee'} <strong className="num">{formatBps(feeBps)}</strong>, falling to{' '}
      {formatBps(lastingBps)} in <strong className="num">{clock(endSec - now)}</strong>. It keeps bots from buying
      everything at once; all of it goes to holders.
    </Notice>
  );
}
