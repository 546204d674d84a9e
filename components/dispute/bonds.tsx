'use client';
import type { GameDetail } from '@/lib/api/dispute/types';
import type { RequestRow } from '@/lib/api/types';
import { Address } from '../common/address';
import { Amount } from '../common/amount';
import { Card, CardHeader } from '../ui/card';
import { Facts } from '../ui/facts';

/** Both bonds: what is at stake, or where it went. */
export function Bonds({ game, request }: { game: GameDetail; request: RequestRow | null }) {
  const attempt = request?.attempts.find((one) => one.attempt === game.attempt) ?? null;
  const isWonByThis = game.outcome === 'ChallengerWon';
  return (
    <Card>
      <CardHeader title="Bonds" note={game.phase === 'Settled' ? 'Where they went.' : 'What is at stake.'} />
      <Facts
        items={[
          { label: 'Challenger put up', value: <Amount value={game.bondWei} unit="ETH" /> },
          attempt === null ? null : { label: 'Operator put up', value: <Amount value={attempt.bondWei} unit="ETH" /> },
          game.winner === null || game.paidWei === null
            ? null
            : {
                label: game.outcome === 'AsserterWon' ? 'To the operator' : 'Back to the challenger',
                value: <Amount value={game.paidWei} unit="ETH" />,
              },
          game.burntWei === null || game.burntWei === 0n
            ? null
            : { label: 'Of the challenger’s, burnt', value: <Amount value={game.burntWei} unit="ETH" /> },
          isWonByThis && attempt?.rewardWei != null
            ? {
                label: 'Of the operator’s, to the challenger',
                value: <Amount value={attempt.rewardWei} unit="ETH" />,
              }
            : null,
          isWonByThis && attempt?.burntWei != null
            ? { label: 'Of the operator’s, burnt', value: <Amount value={attempt.burntWei} unit="ETH" /> }
            : null,
          game.winner === null ? null : { label: 'Paid to', value: <Address address={game.winner} /> },
        ]}
      />
    </Card>
  );
}
