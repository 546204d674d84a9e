import { type Hex, parseEther } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import type { OracleRequest } from '../../../node/chain/oracle.ts';
import {
  type DishonestEvent,
  type DishonestOutcome,
  runDishonestOperator,
} from '../../../scripts/dispute/dishonest-operator.ts';
import type { LieKind } from '../../../scripts/dispute/lies.ts';
import { type LocalChain, until } from './local-chain.ts';
import { readRepoBlock } from './models.ts';

/** A dishonest operator of a test, at work. */
export type Liar = {
  lie: LieKind;
  address: `0x${string}`;
  events: DishonestEvent[];
  ended: Promise<DishonestOutcome>;
  /** Resolves once it has answered with a lie. */
  lied: () => Promise<DishonestEvent & { kind: 'lied' }>;
  stop: () => void;
};

/** Most that one of its doings may take: this much only where something is broken. */
const PATIENCE_MS = 90_000;

export const LIAR_FUNDS_WEI = parseEther('1');
export const LIAR_STAKE_WEI = parseEther('0.2');

/** Gives a new account ETH and lets it lie, about the first request that it `wants`; resolves once it has stake. */
export async function startLiar(
  chain: LocalChain,
  options: { lie: LieKind; wants?: (request: OracleRequest) => boolean },
): Promise<Liar> {
  const { lie } = options;
  const key: Hex = generatePrivateKey();
  const { address } = privateKeyToAccount(key);
  await chain.test.setBalance({ address, value: LIAR_FUNDS_WEI });
  const stopping = new AbortController();
  const events: DishonestEvent[] = [];
  const ended = runDishonestOperator({
    chainId: chain.deployment.chainId,
    rpcUrl: chain.rpcUrl,
    deployment: chain.deployment,
    key,
    lie,
    stakeWei: LIAR_STAKE_WEI,
    readBlock: readRepoBlock,
    ...(options.wants === undefined ? {} : { wants: options.wants }),
    onEvent: (event) => events.push(event),
    signal: stopping.signal,
  });
  let fault: unknown;
  ended.catch((error: unknown) => {
    fault = error;
  });
  const eventOf = async <K extends DishonestEvent['kind']>(kind: K) => {
    const has = async () => {
      if (fault !== undefined) throw fault;
      return events.some((event) => event.kind === kind);
    };
    await until(`the liar (${lie}) has ${kind}`, has, PATIENCE_MS);
    // `some` found it.
    return events.find((event) => event.kind === kind) as DishonestEvent & { kind: K };
  };
  await eventOf('staked');
  return { lie, address, events, ended, lied: () => eventOf('lied'), stop: () => stopping.abort() };
}
