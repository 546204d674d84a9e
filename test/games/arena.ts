// The real contracts on Hardhat's own chain, and two players that make many moves in one transaction.
import hre from 'hardhat';
import {
  type Address,
  decodeEventLog,
  decodeFunctionResult,
  encodeFunctionData,
  getAddress,
  getContractAddress,
  type Hex,
  parseEther,
} from 'viem';
import { buildContracts } from '../build-contracts.ts';

type Connection = Awaited<ReturnType<typeof connect>>;
type Log = { address: Address; topics: [] | [Hex, ...Hex[]]; data: Hex };

/** One call of a player. `wei` is sent along. */
export type Call = { readonly to: Address; readonly data: Hex; readonly wei?: bigint };

/** What became of a call: what it gave back, and what it logged; or the data of its error. */
export type Outcome = { readonly isOk: boolean; readonly result: Hex; readonly logs: readonly Log[] };

/** What each player begins with. */
export const PLAYER_WEI = parseEther('1000000');

const BATCH_GAS = '0xd0000000';

/** What the contracts are deployed with. Clocks are long: a round of moves takes a second. */
export const SETTINGS = {
  gameBondWei: parseEther('0.05'),
  resultBondWei: parseEther('0.1'),
  clockSec: 3_600,
  burnBps: 5_000,
  challengeSec: 100_000,
  priceWei: 1_000n,
} as const;

const batchAbi = [
  {
    type: 'function',
    name: 'send',
    stateMutability: 'payable',
    inputs: [
      {
        name: 'calls',
        type: 'tuple[]',
        components: [
          { name: 'to', type: 'address' },
          { name: 'value', type: 'uint256' },
          { name: 'data', type: 'bytes' },
        ],
      },
    ],
    outputs: [],
  },
  {
    type: 'function',
    name: 'read',
    stateMutability: 'view',
    inputs: [
      { name: 'from', type: 'address' },
      { name: 'calls', type: 'bytes[]' },
    ],
    outputs: [{ name: 'results', type: 'bytes[]' }],
  },
  {
    type: 'event',
    name: 'Called',
    inputs: [
      { name: 'success', type: 'bool' },
      { name: 'result', type: 'bytes' },
    ],
  },
] as const;

// A batch holds the moves of many games; each of them alone stays far below a real block.
const connect = () =>
  hre.network.create({
    override: { blockGasLimit: 4_000_000_000n, transactionGasCap: false, allowUnlimitedContractSize: false },
  });

/** A side of every game: a contract that makes many calls at once. */
export class Player {
  readonly address: Address;
  readonly #connection: Connection;
  readonly #from: Address;

  constructor(connection: Connection, from: Address, address: Address) {
    this.#connection = connection;
    this.#from = from;
    this.address = address;
  }

  /** Makes the calls in one transaction, each on its own. */
  async send(calls: readonly Call[]): Promise<readonly Outcome[]> {
    if (calls.length === 0) return [];
    const args = [calls.map(({ to, data, wei = 0n }) => ({ to, data, value: wei }))] as const;
    const data = encodeFunctionData({ abi: batchAbi, functionName: 'send', args });
    const { provider } = this.#connection;
    const transaction = { from: this.#from, to: this.address, data, gas: BATCH_GAS, gasPrice: '0x77359400' };
    const hash = await provider.request({ method: 'eth_sendTransaction', params: [transaction] });
    const receipt = (await provider.request({ method: 'eth_getTransactionReceipt', params: [hash] })) as {
      status: Hex;
      logs: Log[];
    };
    if (receipt.status !== '0x1') throw new Error('A batch ran out of gas.');
    const outcomes: Outcome[] = [];
    let logs: Log[] = [];
    for (const log of receipt.logs) {
      if (log.address.toLowerCase() !== this.address.toLowerCase()) {
        logs.push(log);
        continue;
      }
      const { args: called } = decodeEventLog({ abi: batchAbi, topics: log.topics, data: log.data });
      outcomes.push({ isOk: called.success, result: called.result, logs });
      logs = [];
    }
    return outcomes;
  }

  /** Reads many things of one contract at once. */
  async read(from: Address, calls: readonly Hex[]): Promise<readonly Hex[]> {
    const { provider } = this.#connection;
    const data = encodeFunctionData({ abi: batchAbi, functionName: 'read', args: [from, calls] });
    const call = { from: this.#from, to: this.address, data, gas: BATCH_GAS };
    const result = (await provider.request({ method: 'eth_call', params: [call, 'latest'] })) as Hex;
    return decodeFunctionResult({ abi: batchAbi, functionName: 'read', data: result });
  }
}

/** Contracts, players, and a clock. */
export type Arena = {
  readonly oracle: Address;
  readonly game: Address;
  readonly verifier: Address;
  readonly asserter: Player;
  readonly challenger: Player;
  balanceOf(address: Address): Promise<bigint>;
  wait(seconds: number): Promise<void>;
};

/** Deploys everything, with players that have all the ETH they need and an asserter that has staked it. */
export async function openArena(): Promise<Arena> {
  await buildContracts();
  const connection = await connect();
  const { viem } = connection;
  const client = await viem.getPublicClient();
  const test = await viem.getTestClient();
  const [wallet] = await viem.getWalletClients();
  if (wallet === undefined) throw new Error('Hardhat gave no account.');
  const from = wallet.account.address;
  await test.setBalance({ address: from, value: parseEther('1000000000') });
  const verifier = (await viem.deployContract('OpVerifier')).address;
  const nonce = BigInt(await client.getTransactionCount({ address: from }));
  const game = getContractAddress({ from, nonce: nonce + 1n });
  const { gameBondWei: bondWei, resultBondWei, clockSec, burnBps, challengeSec } = SETTINGS;
  const oracleSettings = {
    resultBondWei,
    minStakeWei: resultBondWei,
    operatorBps: 1_000,
    callbackGasPriceWei: 1n,
    assignmentSec: 0,
    responseSec: 10_000_000,
    challengeSec,
    burnBps,
    disputeGame: game,
  };
  const oracle = (await viem.deployContract('AIOracle', [oracleSettings])).address;
  const deployed = await viem.deployContract('DisputeGame', [oracle, verifier, { bondWei, clockSec, burnBps }]);
  if (deployed.address.toLowerCase() !== game.toLowerCase()) throw new Error('The game has another address.');
  const made: Player[] = [];
  while (made.length < 2) {
    const address = getAddress((await viem.deployContract('BatchCaller')).address);
    await test.setBalance({ address, value: PLAYER_WEI });
    made.push(new Player(connection, from, address));
  }
  const [asserter, challenger] = made;
  if (asserter === undefined || challenger === undefined) throw new Error('Two players are needed.');
  return {
    oracle,
    game,
    verifier,
    asserter,
    challenger,
    balanceOf: (address) => client.getBalance({ address }),
    wait: async (seconds) => {
      await test.increaseTime({ seconds });
      await test.mine({ blocks: 1 });
    },
  };
}
