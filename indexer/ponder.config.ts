import { createConfig, factory } from 'ponder';
import { getAbiItem } from 'viem';
import {
  aigcCollectionAbi,
  aiOracleAbi,
  bondingCurveAbi,
  disputeGameAbi,
  grantsAbi,
  launchpadAbi,
  liquidityHookAbi,
  marketplaceAbi,
  modelGovernorAbi,
  modelTokenAbi,
  modelTreasuryAbi,
  routerAbi,
  validatorPoolAbi,
} from '../lib/chain/generated/abis.ts';
import { poolManagerAbi } from '../lib/chain/generated/uniswap-abis.ts';
import { readIndexerSettings } from './settings.ts';

const { chainId, rpcUrl, pollMs, deployment, databaseDir } = readIndexerSettings(process.env);
const { aiOracle, disputeGame, grants, launchpad, liquidityHook, marketplace } = deployment.contracts;
const { poolManager, router, validatorPool } = deployment.contracts;

/** Each URL starts with a limit of 20 calls a second: the same URL many times over lifts it for an RPC of our own. */
const LOCAL_RPC_URLS = 25;
const isLocal = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:|\/|$)/.test(rpcUrl);
const rpc = isLocal ? Array.from({ length: LOCAL_RPC_URLS }, (_, index) => `${rpcUrl}/?${index}`) : rpcUrl;

const common = { chain: 'main', startBlock: deployment.startBlock } as const;
const launched = getAbiItem({ abi: launchpadAbi, name: 'Launched' });
const collectionLaunched = getAbiItem({ abi: launchpadAbi, name: 'CollectionLaunched' });

export default createConfig({
  database: { kind: 'pglite', directory: databaseDir },
  chains: { main: { id: chainId, rpc, pollingInterval: pollMs } },
  contracts: {
    Launchpad: { ...common, abi: launchpadAbi, address: launchpad },
    AIOracle: { ...common, abi: aiOracleAbi, address: aiOracle },
    // Receipts say what each move cost.
    DisputeGame: { ...common, abi: disputeGameAbi, address: disputeGame, includeTransactionReceipts: true },
    ValidatorPool: { ...common, abi: validatorPoolAbi, address: validatorPool },
    LiquidityHook: { ...common, abi: liquidityHookAbi, address: liquidityHook },
    // All pools of the chain: no event filter can name the pools that our hook will open.
    PoolManager: { ...common, abi: poolManagerAbi, address: poolManager },
    Marketplace: { ...common, abi: marketplaceAbi, address: marketplace },
    Router: { ...common, abi: routerAbi, address: router },
    ModelToken: {
      ...common,
      abi: modelTokenAbi,
      address: factory({ address: launchpad, event: launched, parameter: 'token', startBlock: deployment.startBlock }),
    },
    AIGCCollection: {
      ...common,
      abi: aigcCollectionAbi,
      address: factory({
        address: launchpad,
        event: collectionLaunched,
        parameter: 'collection',
        startBlock: deployment.startBlock,
      }),
    },
    ModelGovernor: {
      ...common,
      abi: modelGovernorAbi,
      address: factory({
        address: launchpad,
        event: launched,
        parameter: 'governor',
        startBlock: deployment.startBlock,
      }),
    },
    ModelTreasury: {
      ...common,
      abi: modelTreasuryAbi,
      address: factory({
        address: launchpad,
        event: launched,
        parameter: 'treasury',
        startBlock: deployment.startBlock,
      }),
    },
    Grants: { ...common, abi: grantsAbi, address: grants },
    BondingCurve: {
      ...common,
      abi: bondingCurveAbi,
      address: factory({ address: launchpad, event: launched, parameter: 'curve', startBlock: deployment.startBlock }),
    },
  },
});
