'use client';
import Link from 'next/link';
import { useState } from 'react';
import { QueryBlock } from '../common/data/query-block';
import { GameList } from '../common/dispute/game-list';
import { useGameSettings, useGames } from '../common/dispute/use-games';
import { Button } from '../ui/button';
import { Skeleton } from '../ui/skeleton';
import { EmptyState } from '../ui/states';

const PAGE = 25;

/** All disputes, newest first, live. */
export function DisputeList() {
  const [limit, setLimit] = useState(PAGE);
  const games = useGames(limit);
  const settings = useGameSettings();
  return (
    <QueryBlock
      query={games}
      what="disputes"
      skeleton={<Skeleton className="h-64 w-full rounded-card" />}
      isEmpty={(rows) => rows.length === 0}
      empty={
        <EmptyState
          title="Nobody has disputed an answer yet"
          action={
            <Button asChild>
              <Link href="/requests">See requests</Link>
            </Button>
          }
        >
          Open a request and verify its answer in your browser: a wrong one can be challenged there.
        </EmptyState>
      }
    >
      {(rows) => (
        <>
          <GameList games={rows} clockSec={settings.data?.clockSec ?? null} caption="Disputes, newest first" />
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
