import {
  type Address,
  concat,
  createPublicClient,
  createTestClient,
  createWalletClient,
  encodeDeployData,
  getAddress,
  getContractAddress,
  type Hex,
  http,
  type LocalAccount,
  publicActions,
  zeroAddress,
} from 'viem';
import { z } from 'zod';
import { chainOf, LOCAL_CHAIN_ID, MULTICALL3_ADDRESS } from '../../lib/chain/chains.ts';
import type { Deployment } from '../../lib/chain/deployment.ts';
import { AppError } from '../../lib/errors/app-error.ts';
import { type Artifact, type CONTRACTS, readArtifact } from '../artifacts.ts';
import { readUniswapArtifact, type UniswapName } from '../uniswap-artifacts.ts';
import { mineSalt } from './mine-salt.ts';
import {
  type GameSettings,
  gameSettings,
  type OracleSettings,
  type PoolSettings,
  poolSettings,
  type VetoSettings,
  vetoSettings,
} from './settings.ts';
import { checkUniswap, officialUniswap, type UniswapAddresses } from './uniswap.ts';

/** The deterministic deployment proxy, on every chain: it runs CREATE2 with the salt and the code it is sent. */
const CREATE2_PROXY: Address = '0x4e59b44847b379578588920cA78FbF26c0B4956C';

/** Before initialisation, before adding liquidity, before a swap: see contracts/launch/LiquidityHook.sol. */
const HOOK_FLAGS = (1n << 13n) | (1n << 11n) | (1n << 7n);

/**
 * What a deployment needs. `weth` is given where the chain has one already; `game`, `pool` and `veto` default to what
 * `settings.ts` says for the chain, and `uniswap` to where `uniswap.ts` says it is.
 */
export type DeployOptions = {
  chainId: number;
  rpcUrl: string;
  account: LocalAccount;
  settings: OracleSettings;
  game?: GameSettings;
  pool?: PoolSettings;
  veto?: VetoSettings;
  weth?: Address;
  uniswap?: UniswapAddresses;
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
  veto = vetoSettings(chainId),
  weth,
  uniswap = officialUniswap(chainId),
  log,
}: DeployOptions): Promise<Deployment> {
  const chain = chainOf(chainId, rpcUrl);
  const client = createPublicClient({ chain, transport: http(rpcUrl), pollingInterval: 200 });
  const wallet = createWalletClient({ chain, transport: http(rpcUrl), account });
  const startBlock = chainId === LOCAL_CHAIN_ID ? 0 : Number(await client.getBlockNumber());

  const deployContract = (name: keyof typeof CONTRACTS, args: readonly unknown[] = []) =>
    deployArtifact(name, readArtifact(name), args);

  async function deployArtifact(name: string, artifact: Artifact, args: readonly unknown[]): Promise<Address> {
    const hash = await wallet.deployContract({ ...artifact, args });
    const receipt = await client.waitForTransactionReceipt({ hash, timeout: 180_000 });
    if (receipt.status !== 'success' || !receipt.contractAddress) {
      throw new AppError({ code: 'chain/reverted', message: `Deploying ${name} failed (${hash}).` });
    }
    log(`${name} ${receipt.contractAddress}`);
    return getAddress(receipt.contractAddress);
  }

  /** Deploys the hook at an address that carries its bits, which follows from the code and a salt searched for. */
  async function deployHook(args: readonly unknown[]): Promise<Address> {
    const initCode = encodeDeployData({ ...readArtifact('liquidityHook'), args });
    const { salt, address } = mineSalt({ deployer: CREATE2_PROXY, initCode, flags: HOOK_FLAGS });
    const hash = await wallet.sendTransaction({ to: CREATE2_PROXY, data: concat([salt, initCode]) });
    const receipt = await client.waitForTransactionReceipt({ hash, timeout: 180_000 });
    const code = await client.getCode({ address });
    if (receipt.status !== 'success' || code === undefined) {
      throw new AppError({ code: 'chain/reverted', message: `Deploying liquidityHook failed (${hash}).` });
    }
    log(`liquidityHook ${address}`);
    return address;
  }

  /** Uniswap v4 where it is, or a local copy of it that nobody can set a protocol fee on. */
  async function placeUniswap(): Promise<UniswapAddresses> {
    if (uniswap !== undefined) {
      await checkUniswap(client, uniswap);
      return uniswap;
    }
    const deployUniswap = (name: UniswapName, args: readonly unknown[]) =>
      deployArtifact(name, readUniswapArtifact(name), args);
    const poolManager = await deployUniswap('poolManager', [zeroAddress]);
    const stateView = await deployUniswap('stateView', [poolManager]);
    return { poolManager, stateView, v4Quoter: await deployUniswap('v4Quoter', [poolManager]) };
  }

  /** Where a contract will be that the deployer makes after `count` other transactions. */
  async function promisedAddress(count: number): Promise<Address> {
    const nonce = await client.getTransactionCount({ address: account.address });
    return getContractAddress({ from: account.address, nonce: BigInt(nonce + count) });
  }

  if (chainId === LOCAL_CHAIN_ID) await placeMulticall3(rpcUrl);
  const uniswapContracts = await placeUniswap();
  const wethAddress = weth ?? (await deployContract('weth'));
  const creatorVestingImplementation = await deployContract('creatorVesting');
  const modelGovernorImplementation = await deployContract('modelGovernor');
  const modelTreasuryImplementation = await deployContract('modelTreasury');
  const opVerifier = await deployContract('opVerifier');
  // Oracle and game name each other for good, so the game's address is worked out before it exists.
  const aiOracle = await deployContract('aiOracle', [{ ...settings, disputeGame: await promisedAddress(1) }]);
  const disputeGame = await deployContract('disputeGame', [aiOracle, opVerifier, game]);
  const validatorPool = await deployContract('validatorPool', [aiOracle, pool]);
  const answerForms = await deployContract('answerForms');
  const aigcRenderer = await deployContract('aigcRenderer');
  const aigcCollectionImplementation = await deployContract('aigcCollection', [aiOracle, aigcRenderer, answerForms]);
  const marketplace = await deployContract('marketplace');
  // So do hook and launchpad, and what they both need stands between them.
  const promisedLaunchpad = await promisedAddress(3);
  const liquidityHook = await deployHook([uniswapContracts.poolManager, promisedLaunchpad]);
  const modelTokenImplementation = await deployContract('modelToken', [uniswapContracts.poolManager, liquidityHook]);
  const bondingCurveImplementation = await deployContract('bondingCurve', [liquidityHook, promisedLaunchpad]);
  const launchpad = await deployContract('launchpad', [
    aiOracle,
    {
      token: modelTokenImplementation,
      curve: bondingCurveImplementation,
      vesting: creatorVestingImplementation,
      governor: modelGovernorImplementation,
      treasury: modelTreasuryImplementation,
      collection: aigcCollectionImplementation,
    },
    wethAddress,
  ]);
  const router = await deployContract('router', [liquidityHook]);
  const grants = await deployContract('grants', [launchpad, veto.vetoBps, veto.vetoWindowSec]);
  const lens = await deployContract('lens', [launchpad, aiOracle, router]);
  return {
    chainId,
    startBlock,
    contracts: {
      aiOracle,
      disputeGame,
      opVerifier,
      validatorPool,
      launchpad,
      liquidityHook,
      router,
      grants,
      answerForms,
      aigcRenderer,
      marketplace,
      ...uniswapContracts,
      lens,
      weth: wethAddress,
      multicall3: MULTICALL3_ADDRESS,
      modelTokenImplementation,
      bondingCurveImplementation,
      creatorVestingImplementation,
      modelGovernorImplementation,
      modelTreasuryImplementation,
      aigcCollectionImplementation,
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
