import { z } from 'zod';

/** What a page needs of a chain: reads, and handing in signed transactions. */
const METHODS: ReadonlySet<string> = new Set([
  'eth_blockNumber',
  'eth_call',
  'eth_chainId',
  'eth_estimateGas',
  'eth_feeHistory',
  'eth_fillTransaction',
  'eth_gasPrice',
  'eth_getBalance',
  'eth_getBlockByHash',
  'eth_getBlockByNumber',
  'eth_getBlockReceipts',
  'eth_getCode',
  'eth_getLogs',
  'eth_getProof',
  'eth_getStorageAt',
  'eth_getTransactionByHash',
  'eth_getTransactionCount',
  'eth_getTransactionReceipt',
  'eth_maxPriorityFeePerGas',
  'eth_sendRawTransaction',
  'eth_syncing',
  'net_version',
  'web3_clientVersion',
]);

const callSchema = z.object({ method: z.string(), params: z.unknown().optional() });
const bodySchema = z.union([callSchema, z.array(callSchema).min(1).max(100)]);

/**
 * The first method of a JSON-RPC body that this proxy does not pass on, or null when all may pass. The faucet
 * (`anvil_setBalance`) passes on the local chain only.
 */
export function refusedMethod(body: string, { isLocal }: { isLocal: boolean }): string | null {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return 'a body that is not JSON';
  }
  const parsed = bodySchema.safeParse(json);
  if (!parsed.success) return 'a body that is not JSON-RPC';
  const calls = Array.isArray(parsed.data) ? parsed.data : [parsed.data];
  const bad = calls.find(({ method }) => !METHODS.has(method) && !(isLocal && method === 'anvil_setBalance'));
  return bad === undefined ? null : bad.method;
}
