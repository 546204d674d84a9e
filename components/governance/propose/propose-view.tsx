'use client';
import { useRouter } from 'next/navigation';
import { useCallback, useMemo, useState } from 'react';
import type { Address } from 'viem';
import type { Governance } from '@/lib/api/governance/get-governance';
import { deploymentOf } from '@/lib/chain/deployment';
import { proposalIdIn, proposeFlow } from '@/lib/flows/governance';
import { compactAmount } from '@/lib/format/amount';
import { duration } from '@/lib/format/time';
import { NO_VETO } from '@/lib/governance/call-view';
import { describeCall } from '@/lib/governance/decode-call';
import { emptyProposal, type ProposalDraft, TEMPLATES } from '@/lib/governance/proposal-draft';
import { readDraft } from '@/lib/governance/read-draft';
import { type AskKind, callsOf } from '@/lib/governance/templates';
import { useRuntimeConfig } from '../../common/runtime-config';
import { useTransaction } from '../../common/tx/use-transaction';
import { useUrlState } from '../../common/use-url-state';
import { useWalletAccount } from '../../common/wallet/use-wallet-account';
import { useWalletNeeds } from '../../common/wallet/use-wallet-needs';
import { Card, CardHeader } from '../../ui/card';
import { Input, TextArea } from '../../ui/field';
import { MainButton } from '../../ui/main-button';
import { Select } from '../../ui/select';
import { Notice } from '../../ui/states';
import { CallList } from '../call-list';
import { RulesBlock } from '../rules-block';
import { RulesCard } from '../rules-card';
import { useKnown } from '../use-governance';
import { useVotesNow } from '../use-votes';
import { TemplateFields } from './template-fields';

const NAMES: Record<AskKind, string> = {
  grant: 'A grant, paid by milestones',
  price: 'The price of an answer',
  fee: 'The fee of the pool',
  currency: 'A further currency of revenue',
  version: 'A new version of the model',
  payment: 'A plain payment',
  call: 'Any call (for experts)',
};

/** Making a proposal from a template, with the calls it would make in words beside it. */
export function ProposeView({ token }: { token: Address }) {
  return <RulesBlock token={token}>{(rules) => <Form rules={rules} />}</RulesBlock>;
}

function Form({ rules }: { rules: Governance }) {
  const { chainId } = useRuntimeConfig();
  const { contracts } = deploymentOf(chainId);
  const { address } = useWalletAccount();
  const walletNeeds = useWalletNeeds();
  const router = useRouter();
  const { run, busy } = useTransaction();
  const [kind, setKind] = useUrlState('template', TEMPLATES, 'grant');
  const [draft, setDraft] = useState(() => {
    const given = typeof window === 'undefined' ? null : new URLSearchParams(window.location.search);
    return emptyProposal((field) => given?.get(field) ?? null);
  });
  const change = useCallback((next: Partial<ProposalDraft>) => setDraft((before) => ({ ...before, ...next })), []);
  const [isAsked, setAsked] = useState(false);
  const known = useKnown(rules);
  const now = useVotesNow(rules.token, address);
  const reading = useMemo(
    () => readDraft(kind, draft, { ...rules, grants: contracts.grants }),
    [kind, draft, rules, contracts],
  );
  const { ask, suggestion, errors } = reading;
  const calls = useMemo(
    () => (ask === null ? [] : callsOf(ask, { ...contracts, token: rules.token })),
    [ask, contracts, rules.token],
  );
  const views = useMemo(() => calls.map((call) => describeCall(call, known)), [calls, known]);
  const title = draft.title.trim() === '' ? suggestion : draft.title.trim();
  const votes = now.data?.votes ?? 0n;
  const propose = async () => {
    if (address === undefined) return;
    const { governor, token } = rules;
    const result = await run(proposeFlow({ governor, proposer: address, calls, title, why: draft.why }));
    if (result.kind !== 'done') return;
    router.push(`/models/${token}/governance/${proposalIdIn(result.receipt.logs, governor)}`);
  };
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_24rem]">
      <Card>
        <div className="flex flex-col gap-6">
          <Select
            label="What should be decided"
            value={kind}
            onValueChange={setKind}
            options={TEMPLATES.map((value) => ({ value, label: NAMES[value] }))}
          />
          <TemplateFields kind={kind} draft={draft} rules={rules} errors={errors} isAsked={isAsked} change={change} />
          {kind === 'payment' ? (
            <Notice tone="warn">
              {NO_VETO} Once executed it is gone. A grant pays by milestones, which holders can stop.
            </Notice>
          ) : null}
          {kind === 'call' ? (
            <Notice tone="warn">
              The treasury can be made to call anything. A wrong call can lose all that it holds, and nobody can take it
              back. {NO_VETO}
            </Notice>
          ) : null}
          <Input
            label="Title"
            placeholder={suggestion === '' ? 'In one line' : suggestion}
            hint="Empty: the words above."
            value={draft.title}
            onChange={({ target }) => change({ title: target.value })}
          />
          <TextArea
            label="Why"
            hint="Public for ever. Voters read it beside the calls, which are what is really done."
            value={draft.why}
            onChange={({ target }) => change({ why: target.value })}
          />
        </div>
      </Card>
      <div className="flex min-w-0 flex-col gap-6">
        <Card role="region" aria-label="What it will do">
          <CardHeader title="What it will do" />
          {views.length === 0 ? (
            <p className="text-sm text-ink-3">Fill the fields in, and the calls appear here in words.</p>
          ) : (
            <CallList views={views} />
          )}
          <p className="my-4 text-sm text-ink-2">
            Voting opens {duration(rules.votingDelaySec)} after the proposal and takes {duration(rules.votingPeriodSec)}
            . An accepted one waits {duration(rules.timelockDelaySec)} more once it is queued. You can cancel it until
            voting opens.
          </p>
          <MainButton
            action="Propose"
            busy={busy}
            needs={[
              ...walletNeeds,
              { id: 'votes', isMet: now.data !== undefined, label: 'Reading your votes…' },
              {
                id: 'threshold',
                isMet: votes >= rules.thresholdVotes,
                label: `Needs ${compactAmount(rules.thresholdVotes)} votes, you have ${compactAmount(votes)}`,
              },
              {
                id: 'fields',
                isMet: ask !== null,
                label: isAsked ? 'Correct the marked fields' : 'Fill the fields in',
                onResolve: () => setAsked(true),
              },
            ]}
            onAction={() => void propose()}
          />
        </Card>
        <RulesCard rules={rules} />
      </div>
    </div>
  );
}
