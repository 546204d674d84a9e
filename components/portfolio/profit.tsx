import { compactAmount } from '@/lib/format/amount';
import { formatChangeBps } from '@/lib/format/percent';
import { Change } from '../ui/change';

/** A profit or a loss in ETH with its sign and arrow, and as percent of what it was made with. */
export function Profit({ wei, baseWei }: { wei: bigint; baseWei?: bigint }) {
  const direction = wei > 0n ? 'up' : wei < 0n ? 'down' : 'flat';
  const percent =
    baseWei === undefined || baseWei === 0n ? '' : ` (${formatChangeBps(Number((wei * 10_000n) / baseWei))})`;
  return <Change direction={direction} text={`${wei > 0n ? '+' : ''}${compactAmount(wei)} ETH${percent}`} />;
}
