import { readFileSync } from 'node:fs';
import {
  type Address,
  createPublicClient,
  erc20Abi,
  http,
  parseEventLogs,
  type TransactionReceipt,
  zeroAddress,
} from 'viem';
import { chainOf, LOCAL_CHAIN_ID } from '../../lib/chain/chains.ts';
import { deploymentOf } from '../../lib/chain/deployment.ts';
import { aiOracleAbi, launchpadAbi, modelTokenAbi } from '../../lib/chain/generated/abis.ts';
import { parseProgram } from '../../lib/engine/program.ts';
import { type RunResult, run } from '../../lib/engine/run.ts';

/** Where chain and node of the product under test answer. */
export const rpcUrl = `http://127.0.0.1:${process.env.OPENIMO_E2E_RPC_PORT ?? '8645'}`;

export const indexerUrl = `http://127.0.0.1:${process.env.OPENIMO_E2E_INDEXER_PORT ?? '42169'}`;
export const nodeUrl = `http://127.0.0.1:${process.env.OPENIMO_E2E_NODE_PORT ?? '8887'}`;

/** The chain itself, asked past the site: what a page claims is judged by this. */
export const chain = createPublicClient({
  chain: chainOf(LOCAL_CHAIN_ID, rpcUrl),
  transport: http(rpcUrl),
  cacheTime: 0,
});
export const { contracts } = deploymentOf(LOCAL_CHAIN_ID);

/** Reads of one token. */
export function tokenReads(token: Address) {
  const base = { address: token, abi: modelTokenAbi } as const;
  return {
    contract: base,
    books: () => chain.readContract({ ...base, functionName: 'revenueState', args: [zeroAddress] }),
    snapshotCount: () => chain.readContract({ ...base, functionName: 'snapshotCount' }),
    balanceOf: (account: Address) =>
      chain.readContract({ address: token, abi: erc20Abi, functionName: 'balanceOf', args: [account] }),
    claimable: async (account: Address) => {
      const last = await chain.readContract({ ...base, functionName: 'snapshotCount' });
      return chain.readContract({ ...base, functionName: 'claimableBetween', args: [account, 1n, last, zeroAddress] });
    },
  };
}

export const launchOf = (token: Address) =>
  chain.readContract({ address: contracts.launchpad, abi: launchpadAbi, functionName: 'launchOf', args: [token] });
export const requestOf = (requestId: bigint) =>
  chain.readContract({ address: contracts.aiOracle, abi: aiOracleAbi, functionName: 'request', args: [requestId] });
export const settings = () =>
  chain.readContract({ address: contracts.aiOracle, abi: aiOracleAbi, functionName: 'settings' });
export const modelOf = (modelId: bigint) =>
  chain.readContract({ address: contracts.aiOracle, abi: aiOracleAbi, functionName: 'model', args: [modelId] });

/** Receipts of everything `account` sent from block `from` on, in order. */
export async function receiptsOf(account: Address, from: bigint): Promise<TransactionReceipt[]> {
  const head = await chain.getBlockNumber();
  const receipts: TransactionReceipt[] = [];
  for (let number = from; number <= head; number++) {
    const block = await chain.getBlock({ blockNumber: number, includeTransactions: true });
    for (const tx of block.transactions) {
      if (tx.from.toLowerCase() === account.toLowerCase())
        receipts.push(await chain.getTransactionReceipt({ hash: tx.hash }));
    }
  }
  return receipts;
}

/** What a model answers, run offline from its committed files. */
export function offlineRun(bundleDir: string, input: Uint8Array): RunResult {
  const program = parseProgram(readFileSync(`${bundleDir}/program.json`));
  const weights = new Uint8Array(readFileSync(`${bundleDir}/weights.bin`));
  return run({ program, weights, input });
}

/** Wei that a receipt cost its sender in gas. */
export const gasCost = (receipt: TransactionReceipt): bigint => receipt.gasUsed * receipt.effectiveGasPrice;

/** Revenue paid by the claims in a receipt. */
export function claimedWei(receipt: TransactionReceipt): bigint {
  return parseEventLogs({ abi: modelTokenAbi, eventName: 'RevenueClaimed', logs: receipt.logs }).reduce(
    (sum, { args }) => sum + args.amount,
    0n,
  );
}
