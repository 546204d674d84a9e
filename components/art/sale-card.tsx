'use client';
import { useState } from 'react';
import type { PieceDetail, PieceState } from '@/lib/api/collection/types';
import { deploymentOf } from '@/lib/chain/deployment';
import { cancelListingFlow } from '@/lib/flows/piece-market';
import { sameAddress } from '@/lib/format/address';
import { absoluteTime } from '@/lib/format/time';
import { Amount } from '../common/amount';
import { useRuntimeConfig } from '../common/runtime-config';
import { useTransaction } from '../common/tx/use-transaction';
import { useWalletAccount } from '../common/wallet/use-wallet-account';
import { useWalletNeeds } from '../common/wallet/use-wallet-needs';
import { Button } from '../ui/button';
import { Card, CardHeader } from '../ui/card';
import { MainButton } from '../ui/main-button';
import { BuyPiece } from './buy-piece';
import { ListPiece } from './list-piece';
import { SaleSplit } from './sale-split';

/** The market for one artwork: its owner lists it and takes it back, anyone else buys it. */
export function SaleCard({ piece, state, nowSec }: { piece: PieceDetail; state: PieceState; nowSec: number }) {
  const { address } = useWalletAccount();
  const isOwner = sameAddress(address, piece.owner);
  const { priceWei, expiresAtSec } = piece;
  const listing = priceWei === null || expiresAtSec === null ? null : { priceWei, expiresAtSec };
  const isLive = listing !== null && piece.isForSale && nowSec <= listing.expiresAtSec;

  if (isOwner && state === 'Final') {
    return listing === null ? (
      <Card>
        <CardHeader title="Sell it" note="At a fixed price. It stays with you until somebody buys it." />
        <ListPiece piece={piece} nowSec={nowSec} />
      </Card>
    ) : (
      <OwnListing piece={piece} listing={listing} isLive={isLive} nowSec={nowSec} />
    );
  }
  if (listing !== null && isLive) {
    return (
      <Card role="region" aria-label="For sale">
        <CardHeader title="For sale" note={`Until ${absoluteTime(listing.expiresAtSec)}`} />
        <BuyPiece piece={piece} priceWei={listing.priceWei} />
      </Card>
    );
  }
  return (
    <Card>
      <CardHeader
        title="Not for sale"
        note={
          state === 'Final'
            ? 'Its owner can list it here at a fixed price.'
            : 'Only a final artwork can be sold: nothing is sold that can still change.'
        }
      />
    </Card>
  );
}

/** The owner's own listing: what it brings, and the way to end or change it. */
function OwnListing({
  piece,
  listing,
  isLive,
  nowSec,
}: {
  piece: PieceDetail;
  listing: { priceWei: bigint; expiresAtSec: number };
  isLive: boolean;
  nowSec: number;
}) {
  const { chainId } = useRuntimeConfig();
  const market = deploymentOf(chainId).contracts.marketplace;
  const needs = useWalletNeeds();
  const { run, busy } = useTransaction();
  const [isChanging, setChanging] = useState(false);
  const { priceWei, expiresAtSec } = listing;
  const note = isLive
    ? `Anyone can buy it until ${absoluteTime(expiresAtSec)}`
    : nowSec > expiresAtSec
      ? `The listing ended at ${absoluteTime(expiresAtSec)}`
      : 'The market may not move it any more: list it again to sell it';
  return (
    <Card role="region" aria-label="Your listing">
      <CardHeader title={isLive ? 'You are selling it' : 'Your listing cannot be bought'} note={note}>
        <span className="text-xl font-[600]">
          <Amount value={priceWei} unit="ETH" />
        </span>
      </CardHeader>
      <SaleSplit piece={piece} priceWei={priceWei} seller="You get" />
      <MainButton
        className="mt-4"
        needs={needs}
        busy={busy}
        action="Cancel the listing"
        onAction={() => void run(cancelListingFlow({ piece, market }))}
      />
      {isChanging ? (
        <div className="mt-5 border-t border-line pt-5">
          <ListPiece piece={piece} nowSec={nowSec} onListed={() => setChanging(false)} />
        </div>
      ) : (
        <Button look="secondary" className="mt-3 w-full" onClick={() => setChanging(true)}>
          {isLive ? 'Change the price' : 'List it again'}
        </Button>
      )}
    </Card>
  );
}
