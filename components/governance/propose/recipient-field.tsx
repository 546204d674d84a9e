'use client';
import { Input } from '../../ui/field';
import { type FieldsProps, shownError } from './fields-props';

/** Who is paid, of a grant and of a payment. */
export function RecipientField(props: FieldsProps) {
  const { draft, change } = props;
  return (
    <Input
      label="Recipient"
      placeholder="0x…"
      value={draft.recipient}
      onChange={({ target }) => change({ recipient: target.value })}
      error={shownError(props, 'recipient', draft.recipient)}
    />
  );
}
