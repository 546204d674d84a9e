'use client';
import Link from 'next/link';
import { useState } from 'react';
import type { Address } from 'viem';
import { QueryBlock } from '../common/data/query-block';
import { PieceGrid, PieceGridSkeleton } from '../common/pieces/piece-card';
import { usePieces } from '../common/pieces/use-pieces';
import { useChainNow } from '../common/use-chain-now';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/states';

const PAGE = 24;

/** The artworks that an account owns now, the newest mint first. */
export function Artworks({ account, isOwn }: { account: Address; isOwn: boolean }) {
  const [limit, setLimit] = useState(PAGE);
  const nowSec = useChainNow();
  const pieces = usePieces({ owner: account, limit });
  return (
    <QueryBlock
      query={pieces}
      what="artworks"
      skeleton={<PieceGridSkeleton />}
      isEmpty={(rows) => rows.length === 0}
      empty={
        <EmptyState
          title={isOwn ? 'You own no artwork yet' : 'This account owns no artwork'}
          action={
            <Button asChild>
              <Link href="/gallery">To the gallery</Link>
            </Button>
          }
        />
      }
    >
      {(rows) => (
        <>
          <PieceGrid pieces={rows} nowSec={nowSec} />
          {rows.length === limit ? (
            <Button look="secondary" className="self-center" onClick={() => setLimit(limit + PAGE)}>
              Show more
            </Button>
          ) : null}
        </>
      )}
    </QueryBlock>
  );
}
