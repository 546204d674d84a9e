'use client';
import { formatBps } from '@/lib/format/percent';
import { clock } from '@/lib/format/time';
import { useNowSec } from '../common/use-now';
import { Notice } from '../ui/states';
import type { CurveLive } from './use-curve';

/** While the launch fee still falls: how high it is, who gets it, and how long until the lasting one. Buys only. */
export function SnipeNotice({ curve }: { curve: CurveLive }) {
  const now = useNowSec();
  if (now === null || curve.state.feeBps <= curve.params.feeBps) return null;
  return (
    <Notice tone="warn">
      Launch fee <strong className="num">{formatBps(curve.state.feeBps)}</strong>, falling to{' '}
      {formatBps(curve.params.feeBps)} in <strong className="num">{clock(curve.snipeEndSec - now)}</strong>. It keeps
      bots from buying everything at once; all of it goes to holders.
    </Notice>
  );
}
