'use client';
import Link from 'next/link';
import type { Address as Account } from 'viem';
import { pieceStateAt } from '@/lib/api/collection/piece-state';
import type { PieceDetail } from '@/lib/api/collection/types';
import { deploymentOf } from '@/lib/chain/deployment';
import { QueryBlock } from '../common/data/query-block';
import { useModelManifest } from '../common/data/use-manifest';
import { PieceBadge } from '../common/pieces/piece-badge';
import { useIsVerified, usePiece } from '../common/pieces/use-pieces';
import { useRuntimeConfig } from '../common/runtime-config';
import { ShownBytes } from '../common/shown/shown-bytes';
import { useChainNow } from '../common/use-chain-now';
import { Button } from '../ui/button';
import { Card, CardHeader } from '../ui/card';
import { Skeleton } from '../ui/skeleton';
import { EmptyState } from '../ui/states';
import { Artwork } from './artwork';
import { CreditCard } from './credit-card';
import { PieceFacts } from './piece-facts';
import { PieceHistory } from './piece-history';
import { SaleCard } from './sale-card';
import { UpkeepCard } from './upkeep-card';

/** One artwork: what it is, whether it is verified, who has it, and how to buy or sell it. */
export function ArtView({ collection, tokenId }: { collection: Account; tokenId: bigint }) {
  const piece = usePiece({ collection, tokenId });
  return (
    <QueryBlock
      query={piece}
      what="artwork"
      skeleton={<ArtSkeleton />}
      isEmpty={(row) => row === null}
      empty={
        <EmptyState
          title="There is no such artwork"
          action={
            <Button asChild>
              <Link href="/gallery">To the gallery</Link>
            </Button>
          }
        >
          If it was just minted, this page finds it within seconds.
        </EmptyState>
      }
    >
      {(row) => (row === null ? null : row.isEnded ? <Ended piece={row} /> : <Loaded piece={row} />)}
    </QueryBlock>
  );
}

/** The page while it loads. */
export function ArtSkeleton() {
  return <Skeleton className="h-[40rem] w-full rounded-card" />;
}

function Loaded({ piece }: { piece: PieceDetail }) {
  const chainNow = useChainNow();
  // Until the chain's clock is known, the piece's own times keep the page still.
  const nowSec = chainNow ?? piece.mintedAtSec;
  const state = pieceStateAt(piece, nowSec);
  const manifest = useModelManifest(piece.modelId).data;
  const { chainId } = useRuntimeConfig();
  const market = deploymentOf(chainId).contracts.marketplace;
  const isVerified = useIsVerified({ piece, prompt: piece.prompt, answer: piece.answer });
  return (
    <div className="grid gap-6 lg:grid-cols-[1.4fr_1fr] lg:items-start">
      <div className="flex min-w-0 flex-col gap-6">
        <Artwork piece={piece} manifest={manifest} />
        <Card>
          <CardHeader title="Prompt" />
          <ShownBytes form={manifest?.input} hex={piece.prompt} what="Prompt" />
        </Card>
      </div>
      <div className="flex min-w-0 flex-col gap-6">
        <Card>
          <CardHeader title="This artwork">
            <PieceBadge state={state} isVerified={isVerified} />
          </CardHeader>
          <PieceFacts piece={piece} state={state} isVerified={isVerified} />
        </Card>
        <UpkeepCard piece={piece} state={state} />
        <SaleCard piece={piece} state={state} nowSec={nowSec} />
        <CreditCard from={piece.collection} />
        <CreditCard from={market} />
      </div>
      <div className="min-w-0 lg:col-span-2">
        <PieceHistory piece={piece} />
      </div>
    </div>
  );
}

/** A token that was burnt: what is left is its history. */
function Ended({ piece }: { piece: PieceDetail }) {
  return (
    <div className="flex flex-col gap-6">
      <Card>
        <EmptyState
          title="This token was burnt"
          action={
            <Button asChild look="secondary">
              <Link href={`/requests/${piece.requestId}`}>The request it was minted from</Link>
            </Button>
          }
        >
          Its request got no answer, or somebody had asked the same before. The mint fee went back to its minter, and
          the prompt can be minted from another request.
        </EmptyState>
      </Card>
      <PieceHistory piece={piece} />
    </div>
  );
}
