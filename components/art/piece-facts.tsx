'use client';
import Link from 'next/link';
import type { PieceDetail, PieceState } from '@/lib/api/collection/types';
import { formatBps } from '@/lib/format/percent';
import { Address } from '../common/address';
import { Amount } from '../common/amount';
import { RelativeTime } from '../common/relative-time';
import { Facts } from '../ui/facts';

const NOTES: Record<PieceState, string> = {
  Awaiting: 'The model has not answered yet. The token gets its answer when there is one.',
  Outdated: 'There is an answer that this token does not hold. Anyone can bring it.',
  Provisional:
    'The answer can still be challenged. Until it is final, the token stays with its minter and cannot be sold.',
  Final: 'The answer stood its challenge window and can never change.',
  Void: 'No answer came in time. The token can be burnt, and its minter has the mint fee back.',
};

/** What a verified piece claims, in a sentence; other states say what is missing. */
export function PieceFacts({
  piece,
  state,
  isVerified,
}: {
  piece: PieceDetail;
  state: PieceState;
  isVerified: boolean | undefined;
}) {
  return (
    <>
      <p className="mb-3 text-sm text-ink-2">
        {NOTES[state]}
        {state === 'Final' && isVerified === true
          ? ' The contract confirms that this token holds exactly that answer.'
          : ''}
      </p>
      <Facts
        items={[
          {
            label: 'Model',
            value: (
              <Link href={`/models/${piece.token}`} className="link">
                {piece.name}
              </Link>
            ),
          },
          { label: 'Owner', value: <Address address={piece.owner} /> },
          { label: 'Minted by', value: <Address address={piece.minter} /> },
          { label: 'Minted', value: <RelativeTime atSec={piece.mintedAtSec} /> },
          {
            label: piece.isFeeHeld
              ? state === 'Final'
                ? 'Mint fee, due to holders'
                : 'Mint fee, held until final'
              : 'Mint fee',
            value: <Amount value={piece.feeWei} unit="ETH" />,
          },
          { label: 'Royalty to holders', value: formatBps(piece.royaltyBps) },
          {
            label: 'Request',
            value: (
              <Link href={`/requests/${piece.requestId}`} className="link num">
                {piece.requestId.toString()}
              </Link>
            ),
          },
          { label: 'Collection', value: <Address address={piece.collection} name={`${piece.symbol} collection`} /> },
          { label: 'Token id', value: <TokenId id={piece.tokenId} /> },
        ]}
      />
    </>
  );
}

/** The id is the hash of the prompt: the whole of it on hover. */
function TokenId({ id }: { id: bigint }) {
  const text = id.toString();
  return (
    <span title={text} className="num">
      {text.length > 14 ? `${text.slice(0, 6)}…${text.slice(-6)}` : text}
    </span>
  );
}
