import { chainClient } from '@/app/chain-client';
import type { ApiContext } from '@/lib/api/context';
import { deploymentOf } from '@/lib/chain/deployment';
import { readConfig } from '@/lib/config/config';

/** A title or a picture is not worth waiting longer for. */
const TIMEOUT_MS = 2_000;

/** What the functions of lib/api need on the server: the indexer itself, and the chain behind it. */
export function serverApi(): ApiContext {
  const client = chainClient();
  return {
    graphqlUrl: `${readConfig(process.env).indexerUrl}/graphql`,
    client,
    deployment: deploymentOf(client.chain.id),
    timeoutMs: TIMEOUT_MS,
  };
}
