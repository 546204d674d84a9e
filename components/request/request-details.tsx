'use client';
import type { ReactNode } from 'react';
import { keccak256 } from 'viem';
import type { RequestRow } from '@/lib/api/types';
import { shortHash } from '@/lib/format/address';
import { absoluteTime } from '@/lib/format/time';
import { splitFee } from '@/lib/request/split-fee';
import { Address } from '../common/address';
import { Amount } from '../common/amount';
import { TransactionLink } from '../common/transaction-link';
import { useOracleSettings } from '../common/use-oracle-settings';
import { Card } from '../ui/card';

/** Fee, people, hashes and transactions of a request. */
export function RequestDetails({ request }: { request: RequestRow }) {
  const settings = useOracleSettings();
  const operatorBps = settings.data?.operatorBps;
  const split = operatorBps === undefined ? null : splitFee(request.feeWei, operatorBps);
  const operatorWei = request.operatorWei ?? split?.operatorWei ?? null;
  const modelWei = request.modelWei ?? split?.holdersWei ?? null;
  const isPaidOut = request.status === 'Finalized';
  return (
    <Card>
      <details>
        <summary className="text-lg font-[620]">Details</summary>
        <dl className="mt-4 grid gap-x-6 gap-y-2 text-sm sm:grid-cols-[auto_1fr]">
          <Row label="Request">{request.requestId.toString()}</Row>
          <Row label="Fee">
            <Amount value={request.feeWei} unit="ETH" />
          </Row>
          {operatorWei === null || request.callbackContract !== null ? null : (
            <Row label={isPaidOut ? 'Paid to the operator' : 'Operator will get'}>
              <Amount value={operatorWei} unit="ETH" />
            </Row>
          )}
          {modelWei === null || request.callbackContract !== null ? null : (
            <Row label={isPaidOut ? 'Paid to holders' : 'Holders will get'}>
              <Amount value={modelWei} unit="ETH" />
            </Row>
          )}
          <Row label="Payer">
            <Address address={request.payer} />
          </Row>
          {request.operator === null ? null : (
            <Row label="Operator">
              <Address address={request.operator} />
            </Row>
          )}
          <Row label="Asked">{absoluteTime(request.requestedAtSec)}</Row>
          <Row label="Input hash">
            <Hash value={keccak256(request.input)} />
          </Row>
          {request.output === null ? null : (
            <Row label="Output hash">
              <Hash value={keccak256(request.output)} />
            </Row>
          )}
          {request.traceRoot === null ? null : (
            <Row label="Trace root">
              <Hash value={request.traceRoot} />
            </Row>
          )}
          {request.events.map((event) => (
            <Row key={`${event.kind}-${event.txHash}`} label={`Transaction: ${event.kind}`}>
              <TransactionLink hash={event.txHash}>{shortHash(event.txHash)}</TransactionLink>
            </Row>
          ))}
        </dl>
      </details>
    </Card>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="contents max-sm:block">
      <dt className="text-ink-3">{label}</dt>
      <dd className="num min-w-0">{children}</dd>
    </div>
  );
}

function Hash({ value }: { value: string }) {
  return (
    <span title={value} className="font-mono text-xs break-all">
      {value}
    </span>
  );
}
