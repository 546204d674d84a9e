import { type Address, type Hex, keccak256, type LocalAccount, type TransactionReceipt } from 'viem';
import { AppError } from '../../lib/errors/app-error.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import { backoffMs, isRetryable, retry, sleep } from '../retry.ts';
import { onChain, toChainError } from './chain-error.ts';
import type { ChainClient } from './clients.ts';

/** One transaction to send. `label` names it in logs and metrics. */
export type TxRequest = { label: string; to: Address; data: Hex; value?: bigint };

/** Sends the transactions of one account: nonces in order, receipts awaited side by side. */
export type TxSender = {
  address: Address;
  /**
   * Sends and waits until mined; the receipt may say `reverted`.
   *
   * @throws AppError `chain/reverted` when the estimate reverts (nothing was sent), `wallet/insufficient-funds`, or a
   * retryable one when another program used the nonce
   */
  send: (request: TxRequest) => Promise<TransactionReceipt>;
  /** Waits until no transaction of an earlier process is pending, at most `timeoutMs`. */
  settle: (timeoutMs: number) => Promise<void>;
  /** Takes no new transactions and waits for those in flight. */
  close: () => Promise<void>;
};

/** One signed try at a nonce. */
type Attempt = { hash: Hex; raw: Hex };

/** What was estimated and then signed; kept so that a stuck transaction can be priced again. */
type Draft = TxRequest & { nonce: number; gas: bigint };

const NETWORK_BACKOFF = { firstMs: 200, maxMs: 5_000 };
const POLL_MS = 150;
/** A transaction not mined after this long is sent again, at a higher price. */
const STUCK_MS = 30_000;
/** A nonce that the chain has passed while no receipt is known is lost after this many looks. */
const LOST_AFTER_LOOKS = 20;

/** Makes the sender of `account`. `signal` aborts waiting for a chain that is down. */
export function createTxSender(options: {
  client: ChainClient;
  account: LocalAccount;
  logger: Logger;
  metrics: Metrics;
  signal: AbortSignal;
}): TxSender {
  const { client, account, logger, metrics, signal } = options;
  const inFlight = new Set<Promise<TransactionReceipt>>();
  let tail: Promise<unknown> = Promise.resolve();
  let nextNonce: number | null = null;
  let closed = false;

  const patiently = <T>(action: string, call: () => Promise<T>): Promise<T> =>
    retry(() => onChain(action, call), { backoff: NETWORK_BACKOFF, signal });

  const countOf = (blockTag: 'latest' | 'pending') =>
    patiently('read nonce', () => client.getTransactionCount({ address: account.address, blockTag }));

  /** Runs one at a time, in the order of the calls. */
  const inOrder = <T>(task: () => Promise<T>): Promise<T> => {
    const result = tail.then(task);
    tail = result.catch(() => undefined);
    return result;
  };

  const sign = async (draft: Draft, bumps: number): Promise<Attempt> => {
    const fees = await patiently('read fees', () => client.estimateFeesPerGas());
    // Each bump is 25 %: nodes want at least 10 % more to replace.
    const bumped = (wei: bigint) => (wei * 5n ** BigInt(bumps)) / 4n ** BigInt(bumps) + BigInt(bumps);
    const raw = await account.signTransaction({
      type: 'eip1559',
      chainId: client.chain.id,
      nonce: draft.nonce,
      to: draft.to,
      data: draft.data,
      value: draft.value ?? 0n,
      gas: draft.gas,
      maxFeePerGas: bumped(fees.maxFeePerGas),
      maxPriorityFeePerGas: bumped(fees.maxPriorityFeePerGas),
    });
    return { hash: keccak256(raw), raw };
  };

  /** Hands a signed transaction to the chain; sending the same one twice does no harm. */
  const broadcast = async (raw: Hex): Promise<'sent' | 'nonce-too-low' | 'underpriced'> => {
    for (let attempt = 0; ; attempt++) {
      try {
        await client.sendRawTransaction({ serializedTransaction: raw });
        return 'sent';
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        if (/already known|already imported|already in mempool/i.test(text)) return 'sent';
        if (/nonce too low|nonce is too low|lower than the current nonce/i.test(text)) return 'nonce-too-low';
        if (/underpriced/i.test(text)) return 'underpriced';
        const fault = toChainError(error, 'send transaction');
        if (!isRetryable(fault) || signal.aborted) throw fault;
        await sleep(backoffMs(NETWORK_BACKOFF, attempt), signal);
      }
    }
  };

  const submit = async (request: TxRequest): Promise<{ draft: Draft; attempt: Attempt }> => {
    const estimate = await patiently(`estimate ${request.label}`, () =>
      client.estimateGas({ account, to: request.to, data: request.data, value: request.value ?? 0n }),
    );
    if (inFlight.size === 0) nextNonce = null;
    for (let tries = 0; tries < 5; tries++) {
      const nonce = nextNonce ?? (await countOf('pending'));
      // A quarter more than the estimate, for state that moves between estimate and block.
      const draft: Draft = { ...request, nonce, gas: (estimate * 5n) / 4n };
      const attempt = await sign(draft, tries);
      const outcome = await broadcast(attempt.raw);
      if (outcome === 'sent') {
        nextNonce = nonce + 1;
        logger.debug({ label: request.label, hash: attempt.hash, nonce }, 'transaction sent');
        return { draft, attempt };
      }
      nextNonce = null;
    }
    const message = `send ${request.label}: the nonce is contended`;
    throw new AppError({ code: 'chain/unreachable', message, isRetryable: true });
  };

  const receiptOf = (hash: Hex) =>
    patiently('read receipt', () =>
      client.getTransactionReceipt({ hash }).catch((error: unknown) => {
        if (error instanceof Error && error.name === 'TransactionReceiptNotFoundError') return null;
        throw error;
      }),
    );

  const awaitMined = async (draft: Draft, first: Attempt): Promise<TransactionReceipt> => {
    const attempts = [first];
    let sentAtMs = Date.now();
    let looksPastNonce = 0;
    for (;;) {
      for (const { hash } of attempts) {
        const receipt = await receiptOf(hash);
        if (receipt !== null) return receipt;
      }
      looksPastNonce = (await countOf('latest')) > draft.nonce ? looksPastNonce + 1 : 0;
      if (looksPastNonce > LOST_AFTER_LOOKS) {
        const message = `send ${draft.label}: another transaction took nonce ${draft.nonce}`;
        throw new AppError({ code: 'chain/unreachable', message, isRetryable: true });
      }
      if (Date.now() - sentAtMs > STUCK_MS) {
        const again = await sign(draft, attempts.length);
        logger.warn({ label: draft.label, nonce: draft.nonce, hash: again.hash }, 'transaction stuck: sending again');
        const last = attempts.at(-1) ?? first;
        if ((await broadcast(again.raw)) === 'sent') attempts.push(again);
        else await broadcast(last.raw);
        sentAtMs = Date.now();
      }
      if (signal.aborted) throw new AppError({ code: 'chain/unreachable', message: 'stopping', isRetryable: true });
      await sleep(POLL_MS, signal);
    }
  };

  return {
    address: account.address,
    send: async (request) => {
      if (closed) throw new AppError({ code: 'internal', message: 'stopping', isRetryable: true });
      const receipt = inOrder(async () => {
        const { draft, attempt } = await submit(request);
        const waiting = awaitMined(draft, attempt);
        inFlight.add(waiting);
        const done = () => inFlight.delete(waiting);
        waiting.then(done, done);
        return { waiting };
      });
      const { waiting } = await receipt;
      const mined = await waiting;
      metrics.increase('openimo_transactions_total', { label: request.label, status: mined.status });
      return mined;
    },
    settle: async (timeoutMs) => {
      const untilMs = Date.now() + timeoutMs;
      while (Date.now() < untilMs && !signal.aborted) {
        if ((await countOf('pending')) <= (await countOf('latest'))) return;
        await sleep(POLL_MS, signal);
      }
    },
    close: async () => {
      closed = true;
      await tail;
      await Promise.allSettled(inFlight);
    },
  };
}
