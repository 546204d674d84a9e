'use client';
import { Plus, Trash2 } from 'lucide-react';
import { formatBps } from '@/lib/format/percent';
import { duration } from '@/lib/format/time';
import type { MilestoneDraft } from '@/lib/governance/proposal-draft';
import { Button } from '../../ui/button';
import { Input, NumberField } from '../../ui/field';
import { CurrencyField } from './currency-field';
import { type FieldsProps, shownError } from './fields-props';
import { RecipientField } from './recipient-field';

const MAX_MILESTONES = 16;

/** A grant: who, for what, until when, and what each milestone pays. */
export function GrantFields(props: FieldsProps) {
  const { draft, rules, change } = props;
  const set = (key: string, next: Partial<MilestoneDraft>) =>
    change({ milestones: draft.milestones.map((row) => (row.key === key ? { ...row, ...next } : row)) });
  const add = () => {
    const key = String(Math.max(0, ...draft.milestones.map((row) => Number(row.key))) + 1);
    change({ milestones: [...draft.milestones, { key, text: '', amount: '' }] });
  };
  const unit =
    rules.currencies.find(({ address }) => address.toLowerCase() === draft.currency.toLowerCase())?.symbol ?? '';
  return (
    <>
      <RecipientField {...props} />
      <Input
        label="What the grant is for"
        value={draft.purpose}
        onChange={({ target }) => change({ purpose: target.value })}
        error={shownError(props, 'purpose', draft.purpose)}
      />
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <CurrencyField {...props} />
        <NumberField
          label="Milestones can be announced for"
          unit="days"
          value={draft.days}
          onValueChange={(days) => change({ days })}
          error={shownError(props, 'days', draft.days)}
          hint="What is not announced in time goes back."
        />
      </div>
      <fieldset className="flex flex-col gap-4">
        <legend className="mb-1 font-[620]">Milestones</legend>
        <p className="text-sm text-ink-3">
          Paid one after the other. At each one holders have {duration(rules.vetoWindowSec)} to object, and{' '}
          {formatBps(rules.vetoBps)} of the votes stop it.
        </p>
        {draft.milestones.map(({ key, text, amount }, index) => (
          <div key={key} className="grid items-start gap-3 sm:grid-cols-[minmax(0,1fr)_11rem_auto]">
            <Input
              label={`Milestone ${index + 1}`}
              placeholder="What has to be done"
              value={text}
              onChange={({ target }) => set(key, { text: target.value })}
              error={shownError(props, `milestone:${key}:text`, text)}
            />
            <NumberField
              label={`Pays for ${index + 1}`}
              unit={unit}
              value={amount}
              onValueChange={(typed) => set(key, { amount: typed })}
              error={shownError(props, `milestone:${key}:amount`, amount)}
            />
            {draft.milestones.length === 1 ? null : (
              <Button
                look="quiet"
                aria-label={`Remove milestone ${index + 1}`}
                className="sm:mt-6.5"
                onClick={() => change({ milestones: draft.milestones.filter((row) => row.key !== key) })}
              >
                <Trash2 aria-hidden className="size-4" />
              </Button>
            )}
          </div>
        ))}
        {draft.milestones.length >= MAX_MILESTONES ? null : (
          <Button look="secondary" className="self-start" onClick={add}>
            <Plus aria-hidden className="size-4" /> Add a milestone
          </Button>
        )}
      </fieldset>
    </>
  );
}
