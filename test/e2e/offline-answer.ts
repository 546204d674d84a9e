import { getAbiItem, hexToBytes } from 'viem';
import { fetchBlock } from '../../lib/bundle/bundle-store.ts';
import { cidOfUri } from '../../lib/bundle/cid.ts';
import { openBundle } from '../../lib/bundle/open-bundle.ts';
import { aiOracleAbi } from '../../lib/chain/generated/abis.ts';
import { loadEngine } from '../../lib/engine/engine.ts';
import type { RunResult } from '../../lib/engine/run.ts';
import { chain, contracts, modelOf, nodeUrl } from './chain.ts';

const ASKED = getAbiItem({ abi: aiOracleAbi, name: 'AICallbackRequest' });

/** What a model answers to what was asked on chain, run here from the files that the node's gateway gives, each byte checked. */
export async function offlineAnswer(modelId: bigint, requestId: bigint): Promise<RunResult & { input: Uint8Array }> {
  const { uri } = await modelOf(modelId);
  const fromNode: typeof fetch = (path, init) => fetch(`${nodeUrl}${String(path).replace(/^\/api/, '')}`, init);
  const read = (cid: string) => fetchBlock(cid, { fetchFn: fromNode });
  const { program, weights } = await openBundle({ cid: cidOfUri(uri), read });
  const [log] = await chain.getLogs({ address: contracts.aiOracle, event: ASKED, args: { requestId }, fromBlock: 0n });
  const input = hexToBytes(log?.args.input ?? '0x');
  return { input, ...loadEngine().run({ program, weights, input }) };
}
