import type { Address, Hex, TransactionReceipt } from 'viem';
import { AppError } from '../errors/app-error.ts';
import { isUserRejection, toAppError } from '../errors/decode.ts';
import type { PendingStore } from './pending-store.ts';
import type {
  Flow,
  FlowCall,
  FlowEvent,
  FlowResult,
  FlowStep,
  PendingRecord,
  StepContext,
  TransactionOutcome,
} from './types.ts';

/** Everything that running a flow touches, so that it runs the same in a page and in a test. */
export type RunFlowOptions = {
  flow: Flow;
  context: StepContext;
  /** Throws the revert when the call would fail. */
  simulate: (call: FlowCall, account: Address) => Promise<void>;
  /** Asks the wallet to send; resolves with the hash. */
  send: (call: FlowCall) => Promise<Hex>;
  /** The nonce a sent transaction got, and the newest block. */
  locate: (hash: Hex, account: Address) => Promise<{ nonce: number; blockNumber: bigint }>;
  watch: (record: PendingRecord) => Promise<TransactionOutcome | null>;
  waitIndexed: (blockNumber: bigint) => Promise<boolean>;
  store: PendingStore;
  onEvent: (event: FlowEvent) => void;
  /** False once the account or the network changed since the start. */
  isCurrent: () => boolean;
  nowMs: () => number;
};

const running = new Set<string>();

function identity(flow: Flow, context: StepContext): string {
  return `${context.chainId}:${context.account.toLowerCase()}:${flow.key}`;
}

function assertCurrent(options: RunFlowOptions): void {
  if (options.isCurrent()) return;
  throw new AppError({
    code: 'wallet/rejected',
    message: 'The account or network changed, so this was stopped. Nothing more is sent; start again.',
  });
}

async function sendStep(options: RunFlowOptions, step: FlowStep, index: number): Promise<PendingRecord | null> {
  const { flow, context, onEvent } = options;
  const at = { step, index, count: flow.steps.length };
  onEvent({ kind: 'checking', ...at });
  const call = await step.prepare(context);
  if (call === null) return null;
  assertCurrent(options);
  await options.simulate(call, context.account);
  assertCurrent(options);
  onEvent({ kind: 'confirm', ...at });
  const hash = await options.send(call);
  onEvent({ kind: 'submitted', ...at, hash });
  const { nonce, blockNumber } = await options.locate(hash, context.account);
  const record: PendingRecord = {
    hash,
    chainId: context.chainId,
    from: context.account,
    to: call.to,
    nonce,
    data: call.data,
    value: call.value.toString(),
    key: identity(flow, context),
    title: flow.title,
    summary: flow.summary,
    done: flow.done,
    submittedAtMs: options.nowMs(),
    fromBlock: blockNumber.toString(),
  };
  options.store.add(record);
  return record;
}

type Settled = { result: FlowResult } | { receipt: TransactionReceipt; hash: Hex };

async function settle(options: RunFlowOptions, record: PendingRecord): Promise<Settled> {
  const outcome = await options.watch(record);
  if (outcome === null)
    return {
      result: {
        kind: 'failed',
        hash: record.hash,
        error: new AppError({ code: 'internal', message: 'The page was closed before the transaction settled.' }),
      },
    };
  options.store.remove(record.hash);
  switch (outcome.kind) {
    case 'confirmed':
      return { receipt: outcome.receipt, hash: outcome.hash };
    case 'reverted':
      return { result: { kind: 'failed', hash: outcome.hash, error: await revertReason(options, record) } };
    case 'replaced':
    case 'cancelled':
      return { result: outcome };
    case 'dropped':
      return {
        result: {
          kind: 'failed',
          hash: record.hash,
          error: new AppError({
            code: 'wallet/unknown',
            message: 'The network forgot this transaction. Nothing was spent; try again.',
            isRetryable: true,
          }),
        },
      };
    default:
      return outcome satisfies never;
  }
}

/** Runs a reverted call again, to learn why; it may by now succeed. */
async function revertReason(options: RunFlowOptions, record: PendingRecord): Promise<AppError> {
  try {
    await options.simulate({ to: record.to, data: record.data, value: BigInt(record.value) }, record.from);
  } catch (error) {
    return toAppError(error);
  }
  return new AppError({
    code: 'chain/reverted',
    message: 'Something changed just before it was included, and it failed. Only the network fee was spent; try again.',
  });
}

async function runSteps(options: RunFlowOptions): Promise<FlowResult> {
  let last: { receipt: TransactionReceipt; hash: Hex } | null = null;
  for (const [index, step] of options.flow.steps.entries()) {
    assertCurrent(options);
    const record = await sendStep(options, step, index);
    if (record === null) continue;
    const settled = await settle(options, record);
    if ('result' in settled) return settled.result;
    last = settled;
  }
  if (last === null)
    throw new AppError({ code: 'internal', message: 'There was nothing to send. Reload the page and try again.' });
  if (options.flow.isUrgent === true) return { kind: 'done', ...last, isIndexed: null };
  options.onEvent({ kind: 'indexing', hash: last.hash });
  return { kind: 'done', ...last, isIndexed: await options.waitIndexed(last.receipt.blockNumber) };
}

/**
 * Runs a flow from its first step to the indexer having seen the last one. Never throws: every ending is a result.
 * The same deed of the same account is refused as `duplicate` while one is running or pending.
 */
export async function runFlow(options: RunFlowOptions): Promise<FlowResult> {
  const key = identity(options.flow, options.context);
  const isPending = options.store.getSnapshot().some((record) => record.key === key);
  if (running.has(key) || isPending) return { kind: 'duplicate' };
  running.add(key);
  try {
    return await runSteps(options);
  } catch (error) {
    if (isUserRejection(error)) return { kind: 'rejected' };
    return { kind: 'failed', error: toAppError(error), hash: null };
  } finally {
    running.delete(key);
  }
}
