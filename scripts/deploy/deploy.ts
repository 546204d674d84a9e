import {
  type Address,
  createPublicClient,
  createTestClient,
  createWalletClient,
  getAddress,
  getContractAddress,
  type Hex,
  http,
  type LocalAccount,
  publicActions,
} from 'viem';
import { z } from 'zod';
import { chainOf, LOCAL_CHAIN_ID, MULTICALL3_ADDRESS } from '../../lib/chain/chains.ts';
import type { Deployment } from '../../lib/chain/deployment.ts';
import { AppError } from '../../lib/errors/app-error.ts';
import { type CONTRACTS, readArtifact } from '../artifacts.ts';
import { type GameSettings, gameSettings, type OracleSettings, type PoolSettings, poolSettings } from './settings.ts';

/**
 * What a deployment needs. `weth` is given where the chain has one already; `game` and `pool` default to what
 * `settings.ts` says for the chain.
 */
export type DeployOptions = {
  chainId: number;
  rpcUrl: string;
  account: LocalAccount;
  settings: OracleSettings;
  game?: GameSettings;
  pool?: PoolSettings;
  weth?: Address;
  log: (line: string) => void;
};

/**
 * Deploys every contract, in an order that never changes: a fresh local chain gives the same addresses each time.
 *
 * @returns the deployment, ready to be written to `deployments/<chainId>.json`
 * @throws AppError `chain/reverted` when a contract could not be deployed
 */
export async function deploy({
  chainId,
  rpcUrl,
  account,
  settings,
  game = gameSettings(chainId),
  pool = poolSettings(chainId),
  weth,
  log,
}: DeployOptions): Promise<Deployment> {
  const chain = chainOf(chainId, rpcUrl);
  const client = createPublicClient({ chain, transport: http(rpcUrl), pollingInterval: 200 });
  const wallet = createWalletClient({ chain, transport: http(rpcUrl), account });
  const startBlock = chainId === LOCAL_CHAIN_ID ? 0 : Number(await client.getBlockNumber());

  async function deployContract(name: keyof typeof CONTRACTS, args: readonly unknown[] = []): Promise<Address> {
    const artifact = readArtifact(name);
    const hash = await wallet.deployContract({ ...artifact, args });
    const receipt = await client.waitForTransactionReceipt({ hash, timeout: 180_000 });
    if (receipt.status !== 'success' || !receipt.contractAddress) {
      throw new AppError({ code: 'chain/reverted', message: `Deploying ${name} failed (${hash}).` });
    }
    log(`${name} ${receipt.contractAddress}`);
    return getAddress(receipt.contractAddress);
  }

  if (chainId === LOCAL_CHAIN_ID) await placeMulticall3(rpcUrl);
  const wethAddress = weth ?? (await deployContract('weth'));
  const modelTokenImplementation = await deployContract('modelToken');
  const bondingCurveImplementation = await deployContract('bondingCurve');
  const creatorVestingImplementation = await deployContract('creatorVesting');
  const opVerifier = await deployContract('opVerifier');
  // Oracle and game name each other for good, so the game's address is worked out before it exists.
  const nonce = await client.getTransactionCount({ address: account.address });
  const promised = getContractAddress({ from: account.address, nonce: BigInt(nonce) + 1n });
  const aiOracle = await deployContract('aiOracle', [{ ...settings, disputeGame: promised }]);
  const disputeGame = await deployContract('disputeGame', [aiOracle, opVerifier, game]);
  const validatorPool = await deployContract('validatorPool', [aiOracle, pool]);
  const launchpad = await deployContract('launchpad', [
    aiOracle,
    modelTokenImplementation,
    bondingCurveImplementation,
    creatorVestingImplementation,
    wethAddress,
  ]);
  const lens = await deployContract('lens', [launchpad, aiOracle]);
  return {
    chainId,
    startBlock,
    contracts: {
      aiOracle,
      disputeGame,
      opVerifier,
      validatorPool,
      launchpad,
      lens,
      weth: wethAddress,
      multicall3: MULTICALL3_ADDRESS,
      modelTokenImplementation,
      bondingCurveImplementation,
      creatorVestingImplementation,
    },
  };
}

const viemConstants = z.object({ multicall3Bytecode: z.string().startsWith('0x') });

/**
 * Puts Multicall3 at its canonical address of a local chain: viem carries its creation code, a call runs the
 * constructor, and the chain is told to hold the code that came back.
 */
async function placeMulticall3(rpcUrl: string): Promise<void> {
  const constants: unknown = await import(new URL('./constants/contracts.js', import.meta.resolve('viem')).href);
  const { multicall3Bytecode } = viemConstants.parse(constants);
  const client = createTestClient({ mode: 'anvil', transport: http(rpcUrl) }).extend(publicActions);
  const { data: bytecode } = await client.call({ data: multicall3Bytecode as Hex });
  if (bytecode === undefined) {
    throw new AppError({ code: 'chain/reverted', message: 'The constructor of Multicall3 returned no code.' });
  }
  await client.setCode({ address: MULTICALL3_ADDRESS, bytecode });
}
