import { Gavel, ShieldCheck, Swords, Undo2 } from 'lucide-react';
import type { GameRow } from '@/lib/api/dispute/types';
import { sideToMove } from '@/lib/request/game-text';
import { Badge } from '../../ui/badge';

/** Where a game stands, in a word, a picture and a colour. */
export function GameBadge({ game }: { game: Pick<GameRow, 'phase' | 'outcome'> }) {
  const turn = sideToMove(game.phase);
  if (turn !== null) {
    return (
      <Badge tone="accent">
        <Swords aria-hidden className="size-3.5" /> {turn === 'asserter' ? 'Operator to move' : 'Challenger to move'}
      </Badge>
    );
  }
  if (game.outcome === 'Void') {
    return (
      <Badge>
        <Undo2 aria-hidden className="size-3.5" /> Bond went back
      </Badge>
    );
  }
  const isFraud = game.phase === 'ChallengerWon' || game.outcome === 'ChallengerWon';
  return (
    <Badge tone={isFraud ? 'down' : 'up'}>
      {isFraud ? <Gavel aria-hidden className="size-3.5" /> : <ShieldCheck aria-hidden className="size-3.5" />}
      {isFraud ? 'Answer voided' : 'Answer stands'}
    </Badge>
  );
}
