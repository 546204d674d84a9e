import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import { backoffMs, sleep } from '../retry.ts';
import { onChain } from './chain-error.ts';
import type { ChainClient } from './clients.ts';
import type { GameTracker } from './game-tracker.ts';
import type { ChainView, RequestTracker } from './request-tracker.ts';

/** A part of the node that acts on what the chain says. It returns at once and works in the background. */
export type Role = { onView: (view: ChainView) => void };

/** Looks again even without a new block after this long: our clock may have passed a deadline. */
const IDLE_MS = 1_000;
const OUTAGE_BACKOFF = { firstMs: 500, maxMs: 15_000 };

/** Shows every new state of the chain to `roles` until `signal` aborts. A chain that is down is waited for. */
export async function followChain(options: {
  client: ChainClient;
  tracker: RequestTracker;
  gameTracker: GameTracker;
  roles: readonly Role[];
  pollMs: number;
  logger: Logger;
  metrics: Metrics;
  onHead: (head: { blockNumber: bigint; headSec: number }) => void;
  signal: AbortSignal;
}): Promise<void> {
  const { client, tracker, gameTracker, roles, pollMs, logger, metrics, onHead, signal } = options;
  let seen = '';
  let seenAtMs = 0;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const block = await onChain('read head', () => client.getBlock({ blockTag: 'latest' }));
      if (block.hash !== seen || Date.now() - seenAtMs >= IDLE_MS) {
        const head = { blockNumber: block.number, headSec: Number(block.timestamp) };
        const requests = await tracker.look(head);
        const view: ChainView = { ...requests, games: await gameTracker.look(head.blockNumber) };
        onHead(head);
        metrics.set('openimo_head_block_number', Number(view.blockNumber));
        metrics.set('openimo_head_timestamp_seconds', view.headSec);
        const open = view.requests.filter(({ status }) => status === 'Requested' || status === 'Answered');
        metrics.set('openimo_open_requests', open.length);
        for (const role of roles) role.onView(view);
        seen = block.hash;
        seenAtMs = Date.now();
      }
      if (failures > 0) logger.info({ failures }, 'the chain answers again');
      failures = 0;
      await sleep(pollMs, signal);
    } catch (error) {
      metrics.increase('openimo_chain_errors_total');
      const waitMs = backoffMs(OUTAGE_BACKOFF, failures++);
      logger.warn({ error, waitMs }, 'the chain does not answer');
      await sleep(waitMs, signal);
    }
  }
}
