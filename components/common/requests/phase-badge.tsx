import { BadgeCheck, CircleSlash, Clock, Gavel, Hourglass, Undo2 } from 'lucide-react';
import type { RequestPhase } from '@/lib/request/timeline';
import { Badge, type Tone } from '../../ui/badge';

const LOOKS: Record<RequestPhase, { tone: Tone; text: string; Icon: typeof Clock }> = {
  assigned: { tone: 'accent', text: 'Running', Icon: Clock },
  open: { tone: 'accent', text: 'Waiting for an operator', Icon: Clock },
  late: { tone: 'down', text: 'No answer in time', Icon: CircleSlash },
  window: { tone: 'warn', text: 'Provisional', Icon: Hourglass },
  disputed: { tone: 'down', text: 'Disputed', Icon: Gavel },
  due: { tone: 'warn', text: 'Unchallenged', Icon: Hourglass },
  final: { tone: 'up', text: 'Final', Icon: BadgeCheck },
  corrected: { tone: 'up', text: 'Corrected and final', Icon: BadgeCheck },
  refunded: { tone: 'neutral', text: 'Refunded', Icon: Undo2 },
};

/** Where a request stands, in a word, a picture and a colour. */
export function PhaseBadge({ phase }: { phase: RequestPhase }) {
  const { tone, text, Icon } = LOOKS[phase];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden className="size-3.5" /> {text}
    </Badge>
  );
}
