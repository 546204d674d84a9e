'use client';
import { TriangleAlert } from 'lucide-react';
import { size } from 'viem';
import type { Arg, CallView } from '@/lib/governance/call-view';
import { Address } from '../common/address';
import { Amount } from '../common/amount';
import { Badge } from '../ui/badge';
import { Facts } from '../ui/facts';
import { Notice } from '../ui/states';

function Value({ value }: { value: Arg['value'] }) {
  switch (value.kind) {
    case 'address':
      return <Address address={value.address} />;
    case 'amount':
      return <Amount value={value.amount} unit={value.currency.symbol} decimals={value.currency.decimals} />;
    case 'votes':
      return <Amount value={value.votes} unit="votes" />;
    case 'text':
      return <span className="whitespace-pre-wrap [overflow-wrap:anywhere]">{value.text}</span>;
    default:
      return value satisfies never;
  }
}

function Raw({ view }: { view: CallView }) {
  const { call } = view;
  return (
    <details className="mt-3 text-sm" open={view.kind === 'unknown'}>
      <summary className="cursor-pointer py-2 text-ink-3 hover:text-ink">The call itself</summary>
      <Facts
        items={[
          { label: 'Called', value: <Address address={call.target} name={view.contract ?? undefined} /> },
          view.functionName === null ? null : { label: 'Function', value: view.functionName },
          { label: 'ETH sent along', value: <Amount value={call.valueWei} unit="ETH" /> },
          { label: 'Data', value: `${size(call.data)} bytes` },
        ]}
      />
      {call.data === '0x' ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        <pre tabIndex={0} className="mt-2 max-h-40 overflow-auto rounded-[10px] bg-sunken p-3 text-xs">
          <code className="[overflow-wrap:anywhere] whitespace-pre-wrap">{call.data}</code>
        </pre>
      )}
    </details>
  );
}

/** What a proposal does, call by call in words; what is not known is shown raw with a warning. */
export function CallList({ views }: { views: readonly CallView[] }) {
  return (
    <ol aria-label="Calls of the proposal" className="flex flex-col divide-y divide-line">
      {views.map((view, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the calls of a proposal never move, and two can be equal
        <li key={index} className="py-4 first:pt-0 last:pb-0">
          <div className="flex gap-2">
            <span aria-hidden className="num text-ink-3">
              {index + 1}.
            </span>
            <p className="flex min-w-0 flex-wrap items-center gap-2 font-[560] [overflow-wrap:anywhere]">
              {view.title}
              {view.kind === 'unknown' ? <Badge tone="warn">Unknown call</Badge> : null}
            </p>
          </div>
          {view.args.length === 0 ? null : (
            <div className="mt-2">
              <ArgList args={view.args} />
            </div>
          )}
          {view.warnings.map((warning) => (
            <Notice key={warning} tone="warn" className="mt-3 flex items-start gap-2">
              <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
              {warning}
            </Notice>
          ))}
          <Raw view={view} />
        </li>
      ))}
    </ol>
  );
}

function ArgList({ args }: { args: readonly Arg[] }) {
  // Two milestones may have the same words: the number keeps their lines apart.
  const names = args.map(({ name }, index) =>
    args.findIndex((arg) => arg.name === name) === index ? name : `${name} (${index + 1})`,
  );
  return (
    <Facts items={args.map(({ value }, index) => ({ label: names[index] ?? '', value: <Value value={value} /> }))} />
  );
}
