import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Address, parseEther, parseEventLogs, stringToHex, zeroAddress } from 'viem';
import { uriOf } from '../../../lib/bundle/cid.ts';
import { type Golden, parseGolden } from '../../../lib/bundle/golden.ts';
import { type Manifest, parseManifest } from '../../../lib/bundle/manifest.ts';
import { aiOracleAbi, launchpadAbi } from '../../../lib/chain/generated/abis.ts';
import { bundleInFolder } from '../../../lib/server/bundle-folder.ts';
import type { LocalChain, Wallet } from './local-chain.ts';

const MODELS = join(import.meta.dirname, '../../../models');

/** A bundle of this repository. */
export type RepoBundle = { name: string; dir: string; cid: string; uri: string; manifest: Manifest; golden: Golden };

/** The first bundle of this repository: the tests run a real model. */
export async function repoBundle(): Promise<RepoBundle> {
  for (const name of readdirSync(MODELS).sort()) {
    const dir = join(MODELS, name, 'bundle');
    try {
      const manifest = parseManifest(readFileSync(join(dir, 'manifest.json')));
      const golden = parseGolden(readFileSync(join(dir, 'golden.json')));
      const { cid } = await bundleInFolder(dir);
      return { name, dir, cid, uri: uriOf(cid), manifest, golden };
    } catch {
      // Not a model folder.
    }
  }
  throw new Error('no bundle in models/');
}

/** A block of the first bundle of this repository. */
export async function readRepoBlock(cid: string): Promise<Uint8Array> {
  const { dir } = await repoBundle();
  const { read } = await bundleInFolder(dir);
  return read(cid);
}

/** What `launch` made. */
export type Launched = { token: Address; curve: Address; vesting: Address; modelId: bigint; blockNumber: bigint };

/** The terms of a test launch: quick release and snapshots. */
export function launchParams(bundle: RepoBundle) {
  return {
    name: 'Test model',
    symbol: 'TEST',
    contractURI: 'data:application/json,{}',
    modelHash: bundle.manifest.weights.hash,
    programHash: bundle.manifest.program.hash,
    bundleURI: bundle.uri,
    priceWei: parseEther('0.01'),
    saleBps: 7000,
    liquidityBps: 2000,
    creatorBps: 1000,
    treasuryBps: 1000,
    targetWei: parseEther('10'),
    claimableBps: 8000,
    releasePeriodSec: 0,
    snapshotIntervalSec: 5,
    cliffSec: 30 * 86_400,
    vestingSec: 60 * 86_400,
    snipeFeeBps: 100,
    snipeDurationSec: 0,
    minPriceWei: parseEther('0.001'),
    maxPriceWei: parseEther('0.1'),
    votingDelaySec: 10,
    votingPeriodSec: 30,
    quorumBps: 500,
    proposalThresholdBps: 10,
    timelockDelaySec: 10,
    mintFeeWei: parseEther('0.001'),
    royaltyBps: 500,
    form: zeroAddress,
  };
}

/** Launches a model, with a first buy when `valueWei` is given. */
export async function launch(
  chain: LocalChain,
  options: { wallet: Wallet; params: ReturnType<typeof launchParams>; valueWei?: bigint },
): Promise<Launched> {
  const { launchpad } = chain.deployment.contracts;
  const hash = await options.wallet.writeContract({
    address: launchpad,
    abi: launchpadAbi,
    functionName: 'launch',
    args: [options.params, 0n, 9_999_999_999n],
    value: options.valueWei ?? 0n,
  });
  const receipt = await chain.client.waitForTransactionReceipt({ hash, pollingInterval: 100 });
  const [event] = parseEventLogs({ abi: launchpadAbi, logs: receipt.logs, eventName: 'Launched' });
  if (event === undefined) throw new Error(`launch ${hash} reverted`);
  const { token, curve, vesting, modelId } = event.args;
  return { token, curve, vesting, modelId, blockNumber: receipt.blockNumber };
}

/** Pays for one prompt and returns the request's id. */
export async function ask(
  chain: LocalChain,
  options: { wallet: Wallet; modelId: bigint; prompt: string },
): Promise<{ requestId: bigint; blockNumber: bigint }> {
  const address = chain.deployment.contracts.aiOracle;
  const fee = await chain.client.readContract({
    address,
    abi: aiOracleAbi,
    functionName: 'estimateFee',
    args: [options.modelId, 0n],
  });
  const hash = await options.wallet.writeContract({
    address,
    abi: aiOracleAbi,
    functionName: 'requestCallback',
    args: [options.modelId, stringToHex(options.prompt), zeroAddress, 0n, '0x'],
    value: fee,
  });
  const receipt = await chain.client.waitForTransactionReceipt({ hash, pollingInterval: 100 });
  const [event] = parseEventLogs({ abi: aiOracleAbi, logs: receipt.logs, eventName: 'RequestOpened' });
  if (event === undefined) throw new Error(`request ${hash} reverted`);
  return { requestId: event.args.requestId, blockNumber: receipt.blockNumber };
}
