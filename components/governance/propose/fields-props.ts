import type { Governance } from '@/lib/api/governance/get-governance';
import type { ProposalDraft } from '@/lib/governance/proposal-draft';
import type { DraftErrors } from '@/lib/governance/read-draft';

/** What the fields of a template need. `isAsked`: errors of empty fields are shown too. */
export type FieldsProps = {
  draft: ProposalDraft;
  rules: Governance;
  errors: DraftErrors;
  isAsked: boolean;
  change: (change: Partial<ProposalDraft>) => void;
};

/** The error of a field; an empty one is no mistake before one tried to go on. */
export function shownError(
  { errors, isAsked }: Pick<FieldsProps, 'errors' | 'isAsked'>,
  field: string,
  text: string,
): string | undefined {
  return isAsked || text !== '' ? errors[field] : undefined;
}
