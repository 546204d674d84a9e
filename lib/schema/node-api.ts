import { z } from 'zod';
import { manifestSchema } from '../bundle/manifest.ts';

/** One bundle that a node holds, as its list shows it. `uri` is what a launch registers. */
export const bundleSummarySchema = z.object({
  cid: z.string(),
  uri: z.templateLiteral(['ipfs://', z.string()]),
  manifest: manifestSchema,
});

/** What `GET /bundles` of a node answers. */
export const bundleListSchema = z.object({ bundles: z.array(bundleSummarySchema) });

/** What `POST /bundles` of a node answers. */
export const bundleAddedSchema = bundleSummarySchema;

/** What any failing call of a node answers. */
export const nodeErrorSchema = z.object({ code: z.string(), message: z.string() });

/** Copies of the node's bundles at one other place. */
export const pinHealthSchema = z.object({
  target: z.enum(['kubo', 'pinning-service']),
  /** Bundles that the place has confirmed. */
  pinned: z.number(),
  waiting: z.number(),
  /** Why the last try failed; null when it did not. */
  lastFailure: z.string().nullable(),
});

/** What `GET /health` of a node answers: with status 200 when `ok`, else 503. */
export const nodeHealthSchema = z.object({
  status: z.enum(['ok', 'degraded']),
  roles: z.string(),
  chainId: z.number(),
  headBlock: z.number().nullable(),
  headAgeSec: z.number().nullable(),
  operatorAddress: z.string().nullable(),
  freeStakeWei: z.string().nullable(),
  queueDepth: z.number(),
  lastAnsweredRequestId: z.string().nullable(),
  lastAnsweredSec: z.number().nullable(),
  keeperAddress: z.string().nullable(),
  validatorAddress: z.string().nullable(),
  /** The validator's stake in the pool; null before the first look and without the role. */
  validatorStakeWei: z.string().nullable(),
  watchedModels: z.number(),
  /** Answers being checked by the validator, or waiting for it. */
  checkDepth: z.number(),
  /** Unsettled games in which the node's validator, or its operator, plays. */
  challengerGames: z.number(),
  asserterGames: z.number(),
  bundles: z.number(),
  /** Bytes of the bundle store. */
  storeBytes: z.number(),
  pins: z.array(pinHealthSchema),
});

/** One bundle that a node holds. */
export type BundleSummary = z.infer<typeof bundleSummarySchema>;

/** The state of copies elsewhere. */
export type PinHealth = z.infer<typeof pinHealthSchema>;

/** The same as a node sends it: the manifest as its file has it. */
export type SentBundleSummary = z.input<typeof bundleSummarySchema>;

/** A node's state. */
export type NodeHealth = z.infer<typeof nodeHealthSchema>;
