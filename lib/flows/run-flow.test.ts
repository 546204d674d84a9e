import type { Hex, TransactionReceipt } from 'viem';
import { describe, expect, it, vi } from 'vitest';
import { createPendingStore } from './pending-store.ts';
import { type RunFlowOptions, runFlow } from './run-flow.ts';
import type { Flow, TransactionOutcome } from './types.ts';

const ACCOUNT = '0x00000000000000000000000000000000000000a1';
const TARGET = '0x00000000000000000000000000000000000000b2';
const HASH: Hex = `0x${'11'.repeat(32)}`;

function memory() {
  const map = new Map<string, string>();
  return {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
  };
}

// Only these fields of a receipt are read.
const receipt = { status: 'success', transactionHash: HASH, blockNumber: 7n } as TransactionReceipt;
const confirmed: TransactionOutcome = { kind: 'confirmed', hash: HASH, receipt, repriced: false };

function flowOf(key: string, overrides: Partial<Flow> = {}): Flow {
  const step = { id: 'one', label: 'One', prepare: async () => ({ to: TARGET, data: '0x', value: 5n }) as const };
  return { kind: 'buy', key, title: 'Buy', summary: 'a thing', done: 'Bought', steps: [step], ...overrides };
}

function optionsOf(flow: Flow, overrides: Partial<RunFlowOptions> = {}) {
  const events: string[] = [];
  const options = {
    flow,
    context: {
      account: ACCOUNT,
      chainId: 1,
      call: async () => '0x',
      hasCode: async () => false,
      signTypedData: async () => '0x',
      nowSec: () => 0,
    },
    simulate: vi.fn(async () => undefined),
    send: vi.fn(async () => HASH),
    locate: async () => ({ nonce: 3, blockNumber: 6n }),
    watch: vi.fn(async () => confirmed),
    waitIndexed: vi.fn(async () => true),
    store: createPendingStore(memory()),
    onEvent: ({ kind }) => void events.push(kind),
    isCurrent: () => true,
    nowMs: () => 0,
    ...overrides,
  } satisfies RunFlowOptions;
  return { options, events };
}

describe('runFlow', () => {
  it('simulates, sends, keeps it pending until the receipt, then waits for the indexer', async () => {
    const store = createPendingStore(memory());
    const watch = async () => {
      expect(store.getSnapshot()).toMatchObject([{ hash: HASH, nonce: 3, value: '5', fromBlock: '6' }]);
      return confirmed;
    };
    const { options, events } = optionsOf(flowOf('a'), { store, watch });
    expect(await runFlow(options)).toEqual({ kind: 'done', hash: HASH, receipt, isIndexed: true });
    expect(events).toEqual(['checking', 'confirm', 'submitted', 'indexing']);
    expect(options.waitIndexed).toHaveBeenCalledWith(7n);
    expect(options.store.getSnapshot()).toEqual([]);
  });

  it('sends nothing when the simulation reverts', async () => {
    const { options } = optionsOf(flowOf('b'), {
      simulate: vi.fn(async () => Promise.reject(new Error('insufficient funds'))),
    });
    expect(await runFlow(options)).toMatchObject({ kind: 'failed', error: { code: 'wallet/insufficient-funds' } });
    expect(options.send).not.toHaveBeenCalled();
  });

  it('takes a rejection in the wallet as a decision, not an error', async () => {
    const { options } = optionsOf(flowOf('c'), { send: vi.fn(async () => Promise.reject({ code: 4001 })) });
    expect(await runFlow(options)).toEqual({ kind: 'rejected' });
  });

  it('refuses the same deed while it runs, and lets another one through', async () => {
    let finish: (outcome: TransactionOutcome) => void = () => undefined;
    const watch = vi.fn(
      () =>
        new Promise<TransactionOutcome>((resolve) => {
          finish = resolve;
        }),
    );
    const { options } = optionsOf(flowOf('d'), { watch });
    const first = runFlow(options);
    await vi.waitFor(() => expect(watch).toHaveBeenCalled());
    expect(await runFlow(optionsOf(flowOf('d')).options)).toEqual({ kind: 'duplicate' });
    expect(await runFlow(optionsOf(flowOf('e')).options)).toMatchObject({ kind: 'done' });
    finish(confirmed);
    expect(await first).toMatchObject({ kind: 'done' });
    expect(await runFlow(optionsOf(flowOf('d')).options)).toMatchObject({ kind: 'done' });
  });

  it('refuses a deed that is pending since before a reload', async () => {
    const storage = memory();
    const { options } = optionsOf(flowOf('f'), { store: createPendingStore(storage), watch: vi.fn(async () => null) });
    await runFlow(options);
    const reloaded = optionsOf(flowOf('f'), { store: createPendingStore(storage) });
    expect(await runFlow(reloaded.options)).toEqual({ kind: 'duplicate' });
    expect(reloaded.options.send).not.toHaveBeenCalled();
  });

  it('stops plainly when the account changes before the wallet is asked', async () => {
    const { options } = optionsOf(flowOf('g'), { isCurrent: vi.fn().mockReturnValueOnce(true).mockReturnValue(false) });
    expect(await runFlow(options)).toMatchObject({ kind: 'failed', hash: null });
    expect(options.send).not.toHaveBeenCalled();
  });

  it('skips a step that is not needed and says which one runs', async () => {
    const base = flowOf('h');
    const unneeded = { id: 'allow', label: 'Allow', prepare: async () => null };
    const { options } = optionsOf({ ...base, steps: [unneeded, ...base.steps] });
    expect(await runFlow(options)).toMatchObject({ kind: 'done' });
    expect(options.send).toHaveBeenCalledTimes(1);
  });

  it('is done without the indexer, and says so', async () => {
    const { options } = optionsOf(flowOf('i'), { waitIndexed: vi.fn(async () => false) });
    expect(await runFlow(options)).toMatchObject({ kind: 'done', isIndexed: false });
  });

  it.each([
    ['cancelled', { kind: 'cancelled', hash: HASH } as const, { kind: 'cancelled', hash: HASH }],
    ['replaced', { kind: 'replaced', hash: HASH } as const, { kind: 'replaced', hash: HASH }],
    ['dropped', { kind: 'dropped' } as const, { kind: 'failed', error: { isRetryable: true } }],
    [
      'reverted',
      { kind: 'reverted', hash: HASH, receipt } as const,
      { kind: 'failed', error: { code: 'chain/reverted' } },
    ],
  ])('ends and forgets a transaction that was %s', async (_, outcome, result) => {
    const { options } = optionsOf(flowOf(`k-${outcome.kind}`), { watch: vi.fn(async () => outcome) });
    expect(await runFlow(options)).toMatchObject(result);
    expect(options.store.getSnapshot()).toEqual([]);
  });
});
