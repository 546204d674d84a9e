import { LOCAL_CHAIN_ID } from '@/lib/chain/chains';
import { readConfig } from '@/lib/config/config';
import { forwardJson, isJson, problem, readLimited } from '../proxy';
import { refusedMethod } from './methods';

export const dynamic = 'force-dynamic';

const REQUEST_LIMIT_BYTES = 1_000_000;
const RESPONSE_LIMIT_BYTES = 16_000_000;

/** JSON-RPC to the chain, so that the page talks to its own origin only. */
export async function POST(request: Request): Promise<Response> {
  if (!isJson(request)) return problem(415, 'input/invalid', 'Send application/json.');
  const body = await readLimited(request, REQUEST_LIMIT_BYTES);
  if (body === null) return problem(413, 'input/invalid', `At most ${REQUEST_LIMIT_BYTES} bytes.`);
  const { rpcUrl, chainId } = readConfig(process.env);
  const refused = refusedMethod(body, { isLocal: chainId === LOCAL_CHAIN_ID });
  if (refused !== null) return problem(403, 'input/invalid', `Not passed on: ${refused.slice(0, 60)}.`);
  return forwardJson({
    url: rpcUrl,
    body,
    what: 'The chain',
    timeoutMs: 20_000,
    responseLimitBytes: RESPONSE_LIMIT_BYTES,
  });
}
