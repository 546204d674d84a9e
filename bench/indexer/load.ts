import { type Address, encodeFunctionData, getAddress, type Hex, keccak256, maxUint256, parseEther, toHex } from 'viem';
import { bondingCurveAbi, launchpadAbi, modelTokenAbi } from '../../lib/chain/generated/abis.ts';
import { type LocalChain, mined, type Wallet } from '../../test/integration/support/local-chain.ts';
import { readMock } from '../../test/integration/support/mock.ts';
import { LAUNCH_PARAMS } from '../launch-params.ts';

const DEADLINE_SEC = 1n << 40n;
/** Trades in one transaction: about half of what fits into a block. */
const BATCH = 80;
const PARALLEL = 8;

/** How much is made. */
export type LoadSize = { launches: number; trades: number; accounts: number };

/** A market that has been traded. */
export type Load = {
  tokens: Address[];
  curves: Address[];
  accounts: Address[];
  /** Trades whose event is on the chain. */
  trades: number;
};

/** Terms that leave room for all trades of the load on the curve. */
const PARAMS = { ...LAUNCH_PARAMS, targetWei: parseEther('1000'), mintFeeWei: 0n, royaltyBps: 0 } as const;

/** Launches models and trades them on their real curves, many trades in a transaction, ten minutes from block to block. */
export async function makeLoad(chain: LocalChain, size: LoadSize, log: (line: string) => void): Promise<Load> {
  const wallet = chain.wallet('deployer');
  await chain.test.setBalance({ address: wallet.account.address, value: parseEther('100000000') });
  await chain.test.setIntervalMining({ interval: 0 });
  await chain.test.setAutomine(true);
  await chain.test.setBlockTimestampInterval({ interval: 600 });
  const made = await launchAll(chain, wallet, size.launches);
  log(`${size.launches} models launched`);
  const batcher = await deployBatcher(chain, wallet);
  const accounts = Array.from({ length: size.accounts }, (_, index) => accountOf(index));
  const batches = batchesOf({ ...made, accounts, batcher }, size.trades);
  for (let at = 0; at < batches.length; at += PARALLEL) {
    const hashes: Hex[] = [];
    for (const { value, calls } of batches.slice(at, at + PARALLEL)) {
      const call = { address: batcher, abi: batcherAbi, functionName: 'send', args: [calls], value } as const;
      hashes.push(await wallet.writeContract({ ...call, gas: 15_500_000n }));
    }
    for (const hash of hashes) await mined(chain, Promise.resolve(hash));
    if ((at / PARALLEL) % 10 === 0)
      log(`${Math.min(at + PARALLEL, batches.length)} of ${batches.length} batches traded`);
  }
  const trades = await countTrades(chain, made.curves);
  await chain.test.setAutomine(false);
  await chain.test.setBlockTimestampInterval({ interval: 1 });
  await chain.test.setIntervalMining({ interval: 1 });
  return { ...made, accounts, trades };
}

const batcherAbi = [
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
] as const;

type Call = { to: Address; value: bigint; data: Hex };
type Batch = { value: bigint; calls: Call[] };

async function launchAll(chain: LocalChain, wallet: Wallet, count: number) {
  const address = chain.deployment.contracts.launchpad;
  for (let index = 0; index < count; index++) {
    const params = { ...PARAMS, name: `Model ${index}`, symbol: `M${index}` };
    const args = [params, 0n, DEADLINE_SEC] as const;
    await mined(chain, wallet.writeContract({ address, abi: launchpadAbi, functionName: 'launch', args }));
  }
  const call = { address, abi: launchpadAbi } as const;
  const tokens = await chain.client.readContract({ ...call, functionName: 'tokens', args: [0n, BigInt(count)] });
  const launches = await Promise.all(
    tokens.map((token) => chain.client.readContract({ ...call, functionName: 'launchOf', args: [token] })),
  );
  return { tokens: [...tokens], curves: launches.map(({ curve }) => curve) };
}

async function deployBatcher(chain: LocalChain, wallet: Wallet): Promise<Address> {
  const hash = await wallet.deployContract(readMock('BatchCaller'));
  const { contractAddress } = await chain.client.waitForTransactionReceipt({ hash });
  if (contractAddress == null) throw new Error('the batch caller was not deployed');
  return contractAddress;
}

/**
 * The trades, in batches: two of three are buys for one of the accounts, by a few hundredths of an ETH each, the rest is
 * sold by the batch caller, which buys some for itself first. Which model and which account follows from the number of
 * the trade alone: some models are traded far more than others.
 */
function batchesOf(
  market: { tokens: Address[]; curves: Address[]; accounts: Address[]; batcher: Address },
  count: number,
): Batch[] {
  const { tokens, curves, accounts, batcher } = market;
  const calls: Call[] = tokens.flatMap((token, index) => {
    const curve = curves[index];
    if (curve === undefined) return [];
    const approve = encodeFunctionData({ abi: modelTokenAbi, functionName: 'approve', args: [curve, maxUint256] });
    return [buyCall(curve, batcher, parseEther('1')), { to: token, value: 0n, data: approve }];
  });
  for (let trade = tokens.length; trade < count; trade++) {
    const random = Number(BigInt(keccak256(toHex(trade))) % 1_000_000_007n);
    const curve = curves[Math.floor(((random % 1_000) ** 2 / 1e6) * curves.length)];
    const account = accounts[random % accounts.length];
    if (curve === undefined || account === undefined) continue;
    if (random % 3 === 2) calls.push(sellCall(curve, batcher, parseEther(String(1 + (random % 500)))));
    else calls.push(buyCall(curve, account, parseEther('0.01') + BigInt(random) * 10n ** 7n));
  }
  const batches: Batch[] = [];
  for (let at = 0; at < calls.length; at += BATCH) {
    const part = calls.slice(at, at + BATCH);
    batches.push({ calls: part, value: part.reduce((sum, { value }) => sum + value, 0n) });
  }
  return batches;
}

function buyCall(curve: Address, recipient: Address, value: bigint): Call {
  const args = [0n, recipient, DEADLINE_SEC] as const;
  return { to: curve, value, data: encodeFunctionData({ abi: bondingCurveAbi, functionName: 'buy', args }) };
}

function sellCall(curve: Address, recipient: Address, tokens: bigint): Call {
  const args = [tokens, 0n, recipient, DEADLINE_SEC] as const;
  return { to: curve, value: 0n, data: encodeFunctionData({ abi: bondingCurveAbi, functionName: 'sell', args }) };
}

function accountOf(index: number): Address {
  return getAddress(`0x${keccak256(toHex(`account ${index}`)).slice(-40)}`);
}

async function countTrades(chain: LocalChain, curves: Address[]): Promise<number> {
  const head = await chain.client.getBlockNumber();
  let count = 0;
  for (let fromBlock = 0n; fromBlock <= head; fromBlock += 20n) {
    const toBlock = fromBlock + 19n < head ? fromBlock + 19n : head;
    const call = { address: curves, abi: bondingCurveAbi, eventName: 'Trade', fromBlock, toBlock } as const;
    count += (await chain.client.getContractEvents(call)).length;
  }
  return count;
}
