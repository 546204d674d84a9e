import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';

const port = (fallback: number) => z.coerce.number().int().min(1).max(65_535).default(fallback);

const schema = z.object({
  OPENIMO_CHAIN_ID: z.coerce.number().int().positive().default(31_337),
  OPENIMO_RPC_PORT: port(8545),
  OPENIMO_RPC_URL: z.url({ protocol: /^https?$/ }).optional(),
  OPENIMO_WEB_PORT: port(3000),
  OPENIMO_INDEXER_PORT: port(42_069),
  OPENIMO_NODE_PORT: port(8787),
  OPENIMO_STATE_DIR: z.string().min(1).default('.openimo'),
});

/** Where the parts of the running product find each other. URLs have no trailing slash. */
export type Config = {
  chainId: number;
  rpcPort: number;
  rpcUrl: string;
  webPort: number;
  indexerPort: number;
  indexerUrl: string;
  nodePort: number;
  nodeUrl: string;
  stateDir: string;
};

/**
 * Reads the configuration from environment variables (`OPENIMO_*`); what is not set has the defaults of a local chain.
 *
 * @throws AppError `config/invalid` that names each bad variable
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const parsed = schema.safeParse(env);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new AppError({ code: 'config/invalid', message: `Bad configuration: ${faults}` });
  }
  const values = parsed.data;
  return {
    chainId: values.OPENIMO_CHAIN_ID,
    rpcPort: values.OPENIMO_RPC_PORT,
    rpcUrl: (values.OPENIMO_RPC_URL ?? `http://127.0.0.1:${values.OPENIMO_RPC_PORT}`).replace(/\/+$/, ''),
    webPort: values.OPENIMO_WEB_PORT,
    indexerPort: values.OPENIMO_INDEXER_PORT,
    indexerUrl: `http://127.0.0.1:${values.OPENIMO_INDEXER_PORT}`,
    nodePort: values.OPENIMO_NODE_PORT,
    nodeUrl: `http://127.0.0.1:${values.OPENIMO_NODE_PORT}`,
    stateDir: values.OPENIMO_STATE_DIR,
  };
}
