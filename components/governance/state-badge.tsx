import type { ProposalState } from '@/lib/governance/proposal-state';
import { Badge, type Tone } from '../ui/badge';

const LOOKS: Record<ProposalState, { tone: Tone; text: string }> = {
  Pending: { tone: 'neutral', text: 'Voting opens soon' },
  Active: { tone: 'accent', text: 'Voting' },
  Canceled: { tone: 'neutral', text: 'Cancelled' },
  Defeated: { tone: 'down', text: 'Defeated' },
  Succeeded: { tone: 'up', text: 'Accepted, to be queued' },
  Queued: { tone: 'warn', text: 'Queued' },
  Expired: { tone: 'down', text: 'Expired' },
  Executed: { tone: 'up', text: 'Executed' },
};

/** Where a proposal stands; null while its quorum is being read. */
export function StateBadge({ state }: { state: ProposalState | null }) {
  if (state === null) return <Badge>Being counted</Badge>;
  return <Badge tone={LOOKS[state].tone}>{LOOKS[state].text}</Badge>;
}
