import { type Address, createPublicClient, createTestClient, createWalletClient, type Hex, http } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { chainOf, LOCAL_CHAIN_ID } from '../lib/chain/chains.ts';
import { launchpadAbi } from '../lib/chain/generated/abis.ts';
import type { Artifact } from '../scripts/artifacts.ts';
import { deploy } from '../scripts/deploy/deploy.ts';
import { oracleSettings } from '../scripts/deploy/settings.ts';
import { LAUNCH_PARAMS } from './launch-params.ts';

const DEADLINE_SEC = 1n << 40n;

/** The real contracts on a fresh chain, and accounts to use them with. */
export async function makeWorld(rpcUrl: string, log: (line: string) => void) {
  const chain = chainOf(LOCAL_CHAIN_ID, rpcUrl);
  const transport = http(rpcUrl);
  const client = createPublicClient({ chain, transport, pollingInterval: 20 });
  const testClient = createTestClient({ chain, mode: 'anvil', transport });
  const actor = (addressIndex: number) =>
    createWalletClient({
      chain,
      transport,
      account: mnemonicToAccount('test test test test test test test test test test test junk', { addressIndex }),
    });
  const deployer = actor(0);
  const { contracts } = await deploy({
    chainId: LOCAL_CHAIN_ID,
    rpcUrl,
    account: deployer.account,
    settings: oracleSettings(LOCAL_CHAIN_ID),
    log,
  });

  /** Gas used by a transaction that has to succeed. */
  async function gasOf(hash: Hex): Promise<number> {
    const receipt = await client.waitForTransactionReceipt({ hash });
    if (receipt.status !== 'success') throw new Error(`transaction ${hash} failed`);
    return Number(receipt.gasUsed);
  }

  /** Deploys a contract that is no part of the product. */
  async function deployOther(artifact: Artifact, args: readonly unknown[]): Promise<Address> {
    const hash = await deployer.deployContract({ ...artifact, args });
    const { contractAddress } = await client.waitForTransactionReceipt({ hash });
    if (!contractAddress) throw new Error(`transaction ${hash} made no contract`);
    return contractAddress;
  }

  /** Gas of all transactions so far. */
  async function gasSoFar(): Promise<number> {
    const head = await client.getBlockNumber();
    let sum = 0n;
    for (let blockNumber = 1n; blockNumber <= head; blockNumber++)
      sum += (await client.getBlock({ blockNumber })).gasUsed;
    return Number(sum);
  }

  /** Lets time pass. */
  async function pass(seconds: number): Promise<void> {
    await testClient.increaseTime({ seconds });
    await testClient.mine({ blocks: 1 });
  }

  async function launch(
    firstBuyWei: bigint,
  ): Promise<{ token: Address; curve: Address; modelId: bigint; gas: number }> {
    const creator = actor(1);
    const contract = { address: contracts.launchpad, abi: launchpadAbi } as const;
    const gas = await gasOf(
      await creator.writeContract({
        ...contract,
        functionName: 'launch',
        args: [LAUNCH_PARAMS, 0n, DEADLINE_SEC],
        value: firstBuyWei,
      }),
    );
    const count = await client.readContract({ ...contract, functionName: 'tokenCount' });
    const [token] = await client.readContract({ ...contract, functionName: 'tokens', args: [count - 1n, count] });
    if (token === undefined) throw new Error('the launched token is not listed');
    const { curve, modelId } = await client.readContract({ ...contract, functionName: 'launchOf', args: [token] });
    return { token, curve, modelId, gas };
  }

  return { client, actor, contracts, gasOf, gasSoFar, pass, launch, deploy: deployOther, deadlineSec: DEADLINE_SEC };
}

/** See `makeWorld`. */
export type World = Awaited<ReturnType<typeof makeWorld>>;
