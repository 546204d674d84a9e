import { type Address, type Hex, isAddressEqual } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { Deployment } from '../lib/chain/deployment.ts';
import type { ChainClient } from './chain/clients.ts';
import { withdrawCredits } from './chain/credits.ts';
import type { GameReader } from './chain/games.ts';
import type { OracleReader, OracleRequest } from './chain/oracle.ts';
import { createTxSender, type TxSender } from './chain/tx-sender.ts';
import { createPoolReader } from './chain/validator-pool.ts';
import type { NodeConfig, Role } from './config.ts';
import { createDefender, type PlayingRole } from './defender/defender.ts';
import { jobOf } from './engine/job.ts';
import type { RunModel } from './engine/protocol.ts';
import { createGamePlayer } from './games/player.ts';
import type { SolveGame } from './games/protocol.ts';
import { createAttentionKeeper } from './keeper/attention.ts';
import { createKeeper, type Keeper } from './keeper/keeper.ts';
import { createMarketKeeper } from './keeper/market.ts';
import { createPieceList } from './keeper/piece-list.ts';
import { createPieceKeeper } from './keeper/pieces.ts';
import { createRevenueKeeper } from './keeper/revenue.ts';
import { createSettler } from './keeper/settle.ts';
import { createTokenList } from './keeper/token-list.ts';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';
import { createOperator, type Operator } from './operator/operator.ts';
import { createStakeKeeper, type StakeKeeper } from './operator/stake.ts';
import type { BundleSource } from './store/bundle-source.ts';
import { createMembershipKeeper, type MembershipKeeper } from './validator/membership.ts';
import { createValidator, type Validator } from './validator/validator.ts';

/** The roles that a node was told to play; null for the others. Accounts may be shared, then so is the sender. */
export type Roles = {
  operator: (Operator & { address: Address; stake: StakeKeeper }) | null;
  defender: PlayingRole | null;
  validator: (Validator & { address: Address; membership: MembershipKeeper }) | null;
  keeper: (Keeper & { address: Address }) | null;
  senders: readonly TxSender[];
};

/** What every role is made from. */
export type RoleParts = {
  config: NodeConfig;
  deployment: Deployment;
  client: ChainClient;
  oracle: OracleReader;
  games: GameReader;
  bundles: BundleSource;
  runModel: RunModel;
  solve: SolveGame;
  logger: Logger;
  metrics: Metrics;
  /** Ends the watching of the chain. */
  watching: AbortSignal;
  /** Ends waiting of any kind. */
  everything: AbortSignal;
};

/** How long the sides of a game may leave what is due to themselves before a keeper does it. */
const KEEPER_GRACE_MS = 15_000;

/** Makes the roles of a node. They do nothing until they are shown the chain. */
export function createRoles(parts: RoleParts): Roles {
  const { config, deployment, client, oracle, games, bundles, runModel, solve, metrics, watching } = parts;
  const { launchpad, liquidityHook, multicall3, aiOracle, disputeGame, validatorPool } = deployment.contracts;
  const pool = createPoolReader({ client, address: validatorPool, multicallAddress: multicall3 });

  const jobFor = (request: OracleRequest) => jobOf({ oracle, bundles }, request);
  const senders = new Map<Hex, TxSender>();
  const senderFor = (role: Role, key: Hex | null): TxSender | null => {
    if (!config.roles.includes(role) || key === null) return null;
    const known = senders.get(key);
    if (known !== undefined) return known;
    const account = privateKeyToAccount(key);
    const made = createTxSender({ client, account, logger: parts.logger, metrics, signal: parts.everything });
    senders.set(key, made);
    return made;
  };
  const withdrawTo = (sender: TxSender, logger: Logger) => () =>
    withdrawCredits({ client, sender, contracts: [aiOracle, disputeGame, validatorPool], logger });

  const makeOperator = (sender: TxSender): Roles['operator'] => {
    const logger = parts.logger.child({ role: 'operator' });
    const stake = createStakeKeeper({ client, oracle, sender, stakeWei: config.stakeWei, logger });
    const tools = { client, oracle, sender, bundles, runModel };
    const operator = createOperator({ tools, stake, logger, metrics, signal: watching });
    return { ...operator, stake, address: sender.address };
  };

  const makeDefender = (sender: TxSender): PlayingRole => {
    const logger = parts.logger.child({ role: 'defender' });
    const tools = { client, oracle, games, sender, jobOf: jobFor, solve };
    return createDefender({ tools, withdraw: withdrawTo(sender, logger), logger, metrics });
  };

  const makeValidator = (sender: TxSender): Roles['validator'] => {
    const logger = parts.logger.child({ role: 'validator' });
    const tools = { client, oracle, games, pool, sender, bundles, jobOf: jobFor, solve, runModel };
    const membership = createMembershipKeeper({ tools, joins: config.joinsPool, logger, metrics });
    const withdraw = withdrawTo(sender, logger);
    const validator = createValidator({ tools, membership, withdraw, logger, metrics, signal: watching });
    return { ...validator, membership, address: sender.address };
  };

  const makeKeeper = (sender: TxSender, sides: readonly Address[]): Roles['keeper'] => {
    const logger = parts.logger.child({ role: 'keeper' });
    const shared = { client, sender, logger, metrics };
    const settler = createSettler({ ...shared, oracle });
    const watched = { ...shared, tokens: createTokenList({ client, launchpad }), multicallAddress: multicall3 };
    const revenue = createRevenueKeeper({ ...watched, minWei: config.snapshotMinWei });
    const market = createMarketKeeper({ ...watched, launchpad, hook: liquidityHook, minWei: config.collectMinWei });
    const pieces = createPieceKeeper({
      ...shared,
      oracle,
      pieces: createPieceList({ client, launchpad, startBlock: BigInt(deployment.startBlock) }),
      multicallAddress: multicall3,
      minWei: config.snapshotMinWei,
    });
    const order = createGamePlayer({
      seat: null,
      mine: ({ challenger, asserter }) =>
        !sides.some((side) => isAddressEqual(side, challenger) || isAddressEqual(side, asserter)),
      tools: { client, games, sender },
      move: null,
      logger,
      metrics,
      role: 'keeper',
      graceMs: KEEPER_GRACE_MS,
      onSettled: async () => undefined,
    });
    const attention = createAttentionKeeper({
      tools: { client, oracle, pool, sender, bundles, runModel },
      logger,
      metrics,
    });
    const keeper = createKeeper({
      settler,
      revenue,
      market,
      pieces,
      order,
      attention,
      checkMs: config.snapshotCheckMs,
      logger,
    });
    return { ...keeper, address: sender.address };
  };

  const operatorSender = senderFor('operator', config.operatorKey);
  const defenderSender = senderFor('defender', config.operatorKey);
  const validatorSender = senderFor('validator', config.validatorKey);
  const keeperSender = senderFor('keeper', config.keeperKey);
  const sides = [defenderSender, validatorSender].flatMap((sender) => (sender === null ? [] : [sender.address]));
  return {
    operator: operatorSender === null ? null : makeOperator(operatorSender),
    defender: defenderSender === null ? null : makeDefender(defenderSender),
    validator: validatorSender === null ? null : makeValidator(validatorSender),
    keeper: keeperSender === null ? null : makeKeeper(keeperSender, sides),
    senders: [...senders.values()],
  };
}
