'use client';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { QueryBlock } from '../common/data/query-block';
import { GameList, isOpenGame } from '../common/dispute/game-list';
import { useGameSettings, useGames } from '../common/dispute/use-games';
import { Card } from '../ui/card';
import { Skeleton } from '../ui/skeleton';
import { EmptyState } from '../ui/states';
import { HealthCards } from './health-cards';
import { Operators, Validators } from './people';
import { RunNode } from './run-node';

/** Challenges in progress, who runs and checks models, how the parts are, and how to take part. */
export function NetworkView() {
  return (
    <div className="flex flex-col gap-10">
      <Section title="Challenges in progress" aside={<AllDisputes />}>
        <OpenGames />
      </Section>
      <Section title="Operators">
        <Card>
          <Operators />
        </Card>
      </Section>
      <Section title="Validators">
        <Card>
          <Validators />
        </Card>
      </Section>
      <Section title="Health">
        <HealthCards />
      </Section>
      <RunNode />
    </div>
  );
}

function Section({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  const id = title.toLowerCase().replaceAll(' ', '-');
  return (
    <section aria-labelledby={id}>
      <div className="mb-4 flex flex-wrap items-baseline justify-between gap-3">
        <h2 id={id} className="text-xl font-[620]">
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

function AllDisputes() {
  return (
    <Link href="/disputes" className="link inline-flex min-h-6 items-center text-sm">
      All disputes
    </Link>
  );
}

function OpenGames() {
  const games = useGames(50);
  const settings = useGameSettings();
  return (
    <Card>
      <QueryBlock
        query={games}
        what="challenges"
        skeleton={<Skeleton className="h-40 w-full" />}
        isEmpty={(rows) => !rows.some(isOpenGame)}
        empty={
          <EmptyState title="No challenge is in progress">
            Every answer is being checked all the same: by validators, and by anyone in a browser.
          </EmptyState>
        }
      >
        {(rows) => (
          <GameList
            games={rows.filter(isOpenGame)}
            clockSec={settings.data?.clockSec ?? null}
            caption="Challenges in progress"
          />
        )}
      </QueryBlock>
    </Card>
  );
}
