import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Hex } from 'viem';
import { z } from 'zod';
import { AppError } from '../lib/errors/app-error.ts';

/** What a node can do. The defender answers challenges of the operator's results. */
export const ROLES = ['operator', 'defender', 'validator', 'keeper'] as const;

/** What a node does. */
export type Role = (typeof ROLES)[number];

/** Everything a node is told from outside. Times and sizes carry their unit. */
export type NodeConfig = {
  roles: Role[];
  rpcUrl: string;
  chainId: number;
  /** A deployment file to use in place of the one that code generation embedded. */
  deploymentFile: string | null;
  host: string;
  port: number;
  stateDir: string;
  /** Folder whose `<name>/bundle` folders are imported into the store at start. */
  modelsDir: string;
  /** The account of the operator and the defender. */
  operatorKey: Hex | null;
  validatorKey: Hex | null;
  keeperKey: Hex | null;
  /** Free stake that the operator tops up to. */
  stakeWei: bigint;
  /** Whether the validator puts up the pool's stake, so that it is drawn for attention. */
  joinsPool: boolean;
  pollMs: number;
  engineThreads: number;
  /** Threads that find the moves of games: apart from the others, because a clock runs. */
  gameThreads: number;
  runTimeoutMs: number;
  /** Least revenue waiting for a snapshot that is worth the gas of one; tokens whose mint paid less are not looked after. */
  snapshotMinWei: bigint;
  /** Fees of a pool worth less are left there. */
  collectMinWei: bigint;
  snapshotCheckMs: number;
  /** Trustless IPFS gateways asked for what the own store lacks; without a trailing slash. */
  gateways: string[];
  /** Uploads are refused when the bundle store would hold more. */
  maxStoreBytes: number;
  /** The RPC interface of a Kubo node that is to have a copy of every bundle; null for none. */
  kubo: { url: string; authorization: string | null } | null;
  /** A service with the IPFS Pinning Service API that is to pin every bundle; null for none. */
  pinningService: { url: string; token: string; origins: string[] } | null;
  logLevel: string;
};

const privateKey = z.custom<Hex>((value) => typeof value === 'string' && /^0x[0-9a-fA-F]{64}$/.test(value), {
  error: 'must be a private key: 0x and 64 hex digits',
});
const wei = z.string().regex(/^\d+$/, 'must be whole wei').transform(BigInt);
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

const schema = z.object({
  OPENIMO_ROLES: list.pipe(z.array(z.enum(ROLES)).min(1)).default([...ROLES]),
  OPENIMO_RPC_PORT: z.coerce.number().int().min(1).max(65_535).default(8545),
  OPENIMO_RPC_URL: z.url({ protocol: /^https?$/ }).optional(),
  OPENIMO_CHAIN_ID: z.coerce.number().int().positive().default(31_337),
  OPENIMO_DEPLOYMENT_FILE: z.string().min(1).optional(),
  OPENIMO_NODE_HOST: z.string().min(1).default('127.0.0.1'),
  OPENIMO_NODE_PORT: z.coerce.number().int().min(0).max(65_535).default(8787),
  OPENIMO_STATE_DIR: z.string().min(1).default('.openimo'),
  OPENIMO_MODELS_DIR: z.string().min(1).optional(),
  OPENIMO_OPERATOR_KEY: privateKey.optional(),
  OPENIMO_VALIDATOR_KEY: privateKey.optional(),
  OPENIMO_KEEPER_KEY: privateKey.optional(),
  OPENIMO_STAKE_WEI: wei.default(10n ** 18n),
  OPENIMO_VALIDATOR_JOIN: z.enum(['true', 'false']).default('false'),
  OPENIMO_POLL_MS: z.coerce.number().int().min(20).default(300),
  OPENIMO_ENGINE_THREADS: z.coerce.number().int().min(1).max(64).default(1),
  OPENIMO_GAME_THREADS: z.coerce.number().int().min(1).max(64).default(1),
  OPENIMO_RUN_TIMEOUT_MS: z.coerce.number().int().min(1).default(100_000),
  OPENIMO_SNAPSHOT_MIN_WEI: wei.default(10n ** 13n),
  OPENIMO_COLLECT_MIN_WEI: wei.default(10n ** 15n),
  OPENIMO_SNAPSHOT_CHECK_MS: z.coerce.number().int().min(20).default(5_000),
  OPENIMO_IPFS_GATEWAYS: list.pipe(z.array(z.url({ protocol: /^https?$/ }))).default([]),
  OPENIMO_STORE_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1)
    .default(2 * 1024 ** 3),
  OPENIMO_KUBO_API: z.url({ protocol: /^https?$/ }).optional(),
  OPENIMO_KUBO_AUTH: z.string().min(1).optional(),
  OPENIMO_PINNING_API: z.url({ protocol: /^https?$/ }).optional(),
  OPENIMO_PINNING_TOKEN: z.string().min(1).optional(),
  OPENIMO_PINNING_ORIGINS: list.default([]),
  OPENIMO_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

const defaultModelsDir = fileURLToPath(new URL('../models', import.meta.url));

/**
 * Reads a node's configuration from environment variables.
 *
 * @throws AppError `config/invalid` that names each bad variable, or a role whose key is missing
 */
export function readNodeConfig(env: Record<string, string | undefined>): NodeConfig {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(set);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new AppError({ code: 'config/invalid', message: `Bad configuration: ${faults}` });
  }
  const values = parsed.data;
  const config: NodeConfig = {
    roles: [...new Set(values.OPENIMO_ROLES)],
    rpcUrl: (values.OPENIMO_RPC_URL ?? `http://127.0.0.1:${values.OPENIMO_RPC_PORT}`).replace(/\/+$/, ''),
    chainId: values.OPENIMO_CHAIN_ID,
    deploymentFile: values.OPENIMO_DEPLOYMENT_FILE ?? null,
    host: values.OPENIMO_NODE_HOST,
    port: values.OPENIMO_NODE_PORT,
    stateDir: path.resolve(values.OPENIMO_STATE_DIR),
    modelsDir: path.resolve(values.OPENIMO_MODELS_DIR ?? defaultModelsDir),
    operatorKey: values.OPENIMO_OPERATOR_KEY ?? null,
    validatorKey: values.OPENIMO_VALIDATOR_KEY ?? null,
    keeperKey: values.OPENIMO_KEEPER_KEY ?? null,
    stakeWei: values.OPENIMO_STAKE_WEI,
    joinsPool: values.OPENIMO_VALIDATOR_JOIN === 'true',
    pollMs: values.OPENIMO_POLL_MS,
    engineThreads: values.OPENIMO_ENGINE_THREADS,
    gameThreads: values.OPENIMO_GAME_THREADS,
    runTimeoutMs: values.OPENIMO_RUN_TIMEOUT_MS,
    snapshotMinWei: values.OPENIMO_SNAPSHOT_MIN_WEI,
    collectMinWei: values.OPENIMO_COLLECT_MIN_WEI,
    snapshotCheckMs: values.OPENIMO_SNAPSHOT_CHECK_MS,
    gateways: values.OPENIMO_IPFS_GATEWAYS.map((url) => url.replace(/\/+$/, '')),
    maxStoreBytes: values.OPENIMO_STORE_MAX_BYTES,
    kubo: kuboOf(values),
    pinningService: pinningServiceOf(values),
    logLevel: values.OPENIMO_LOG_LEVEL,
  };
  requireKey(config, 'operator', config.operatorKey, 'OPENIMO_OPERATOR_KEY');
  requireKey(config, 'defender', config.operatorKey, 'OPENIMO_OPERATOR_KEY');
  requireKey(config, 'validator', config.validatorKey, 'OPENIMO_VALIDATOR_KEY');
  requireKey(config, 'keeper', config.keeperKey, 'OPENIMO_KEEPER_KEY');
  return config;
}

type Values = z.infer<typeof schema>;

function kuboOf({ OPENIMO_KUBO_API: url, OPENIMO_KUBO_AUTH: authorization }: Values): NodeConfig['kubo'] {
  return url === undefined ? null : { url: url.replace(/\/+$/, ''), authorization: authorization ?? null };
}

function pinningServiceOf(values: Values): NodeConfig['pinningService'] {
  const { OPENIMO_PINNING_API: url, OPENIMO_PINNING_TOKEN: token, OPENIMO_PINNING_ORIGINS: origins } = values;
  if (url === undefined) return null;
  if (token === undefined) {
    const message = 'Bad configuration: OPENIMO_PINNING_API needs OPENIMO_PINNING_TOKEN';
    throw new AppError({ code: 'config/invalid', message });
  }
  return { url: url.replace(/\/+$/, ''), token, origins };
}

function requireKey(config: NodeConfig, role: Role, key: Hex | null, variable: string): void {
  if (config.roles.includes(role) && key === null) {
    throw new AppError({ code: 'config/invalid', message: `Bad configuration: the role ${role} needs ${variable}` });
  }
}
