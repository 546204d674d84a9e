import type { PieceDetail } from '@/lib/api/collection/types';
import { saleParts } from '@/lib/collection/sale-parts';
import { formatBps } from '@/lib/format/percent';
import { Amount } from '../common/amount';
import { Facts } from '../ui/facts';

/** Who gets what of a price. */
export function SaleSplit({
  piece,
  priceWei,
  seller,
}: {
  piece: Pick<PieceDetail, 'royaltyBps' | 'symbol'>;
  priceWei: bigint;
  /** How the seller's part is called. */
  seller: string;
}) {
  const { royaltyWei, sellerWei } = saleParts(priceWei, piece.royaltyBps);
  return (
    <Facts
      items={[
        {
          label: `Royalty to ${piece.symbol} holders, ${formatBps(piece.royaltyBps)}`,
          value: <Amount value={royaltyWei} unit="ETH" />,
        },
        { label: seller, value: <Amount value={sellerWei} unit="ETH" /> },
      ]}
    />
  );
}
