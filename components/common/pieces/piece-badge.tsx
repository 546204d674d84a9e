import { CircleSlash, Clock, FileClock, Hourglass, ShieldCheck, ShieldQuestion } from 'lucide-react';
import type { PieceState } from '@/lib/api/collection/types';
import { Badge, type Tone } from '../../ui/badge';

const LOOKS: Record<PieceState, { tone: Tone; text: string; Icon: typeof Clock; title: string }> = {
  Awaiting: { tone: 'accent', text: 'Awaiting its answer', Icon: Clock, title: 'The model has not answered yet' },
  Outdated: { tone: 'warn', text: 'Outdated', Icon: FileClock, title: 'The token does not hold the present answer' },
  Provisional: { tone: 'warn', text: 'Provisional', Icon: Hourglass, title: 'The answer can still be challenged' },
  Final: {
    tone: 'up',
    text: 'Verified',
    Icon: ShieldCheck,
    title: 'The answer stood its challenge window: it is final',
  },
  Void: { tone: 'neutral', text: 'Void', Icon: CircleSlash, title: 'No answer will ever come' },
};

/** Where a piece stands. "Verified" is the contract's own word: `isVerified` is undefined while that is not known. */
export function PieceBadge({ state, isVerified }: { state: PieceState; isVerified: boolean | undefined }) {
  if (state === 'Final' && isVerified !== true) {
    return (
      <Badge title="The request is final; the collection has not confirmed these bytes">
        <ShieldQuestion aria-hidden className="size-3.5" /> Final
      </Badge>
    );
  }
  const { tone, text, Icon, title } = LOOKS[state];
  return (
    <Badge tone={tone} title={title}>
      <Icon aria-hidden className="size-3.5" /> {text}
    </Badge>
  );
}
