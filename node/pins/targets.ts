import type { ReadBlock } from '../../lib/bundle/block.ts';
import type { NodeConfig } from '../config.ts';
import { createKuboTarget } from './kubo.ts';
import { createPinningService } from './pinning-service.ts';
import type { PinTarget } from './target.ts';

const POLL_MS = 5_000;

/** The places that a node is told to send its bundles to. */
export function pinTargets({ kubo, pinningService }: NodeConfig, read: ReadBlock): PinTarget[] {
  return [
    ...(kubo === null ? [] : [createKuboTarget({ ...kubo, read })]),
    ...(pinningService === null ? [] : [createPinningService({ ...pinningService, pollMs: POLL_MS })]),
  ];
}
