// Walks over random curves on Hardhat's own chain: at each step every quote, price and fee of the contract is compared
// with this folder's, then one trade is made and where it leads is compared too. Equal to the wei, or the test fails.
import hre from 'hardhat';
import { type Abi, type Address, encodeFunctionData } from 'viem';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildContracts } from '../../test/build-contracts.ts';
import { bondingCurveAbi } from '../chain/generated/abis.ts';
import { type Curve, type CurveParams, curveOf, priceAt, reserveAt, tryCurveOf } from './curve.ts';
import { feeBpsAt } from './fee.ts';
import { type Quote, quoteBuy, quoteBuyExactOut, quoteSell, quoteSellExactOut } from './quote.ts';
import { drawing } from './testing/drawing.ts';

const CURVES = 20;
const STEPS = 25;
// No curve graduates here.
const NO_HOOK = '0x0000000000000000000000000000000000000001';
const NEVER = 2n ** 256n - 1n;

type Connection = Awaited<ReturnType<typeof hre.network.create>>;
type Call = { address: Address; abi: Abi; functionName: string; args: unknown[]; value?: bigint };
let connection: Connection;
let factory: Address;
let factoryAbi: Abi;
let tokenAbi: Abi;
const trades = { buy: 0, buyExactOut: 0, sell: 0, sellExactOut: 0, complete: 0 };

const amounts = (quote: Quote | null) => ({
  tokens: quote?.tokenAmount ?? 0n,
  wei: quote?.weiAmount ?? 0n,
  fee: quote?.feeWei ?? 0n,
});

beforeAll(async () => {
  await buildContracts();
  connection = await hre.network.create();
  const deployed = await connection.viem.deployContract('CurveFactory', [NO_HOOK]);
  factory = deployed.address;
  factoryAbi = deployed.abi;
  tokenAbi = (await hre.artifacts.readArtifact('CurveToken')).abi;
}, 300_000);

describe('lib/curve against BondingCurve', () => {
  for (let seed = 0; seed < CURVES; seed++) {
    it(`is equal on a walk over curve ${seed}`, () => walk(seed), 120_000);
  }

  it('made every kind of trade', () => {
    for (const count of Object.values(trades)) expect(count).toBeGreaterThan(10);
  });

  it('refuses the shapes that the contract refuses', async () => {
    const client = await connection.viem.getPublicClient();
    const draw = drawing(1_000);
    let refused = 0;
    for (let i = 0; i < 40; i++) {
      const params = { ...draw.params(), liquiditySupply: draw.between(10n ** 18n, 10n ** 28n) };
      const isAllowed = tryCurveOf(params) !== null;
      if (!isAllowed) refused++;
      const made = client.simulateContract({
        address: factory,
        abi: factoryAbi,
        functionName: 'make',
        args: [withToken(params)],
      });
      await (isAllowed ? expect(made).resolves.toBeDefined() : expect(made).rejects.toThrow(/BadParameter|revert/));
    }
    expect(refused).toBeGreaterThan(5);
    expect(refused).toBeLessThan(35);
  });
});

async function walk(seed: number): Promise<void> {
  const draw = drawing(seed);
  const client = await connection.viem.getPublicClient();
  const test = await connection.viem.getTestClient();
  const [wallet] = await connection.viem.getWalletClients();
  if (wallet === undefined) throw new Error('Hardhat gave no account.');
  await test.setBalance({ address: wallet.account.address, value: 10n ** 36n });
  const params = draw.params();
  const { result } = await client.simulateContract({
    address: factory,
    abi: factoryAbi,
    functionName: 'make',
    args: [withToken(params)],
  });
  const [address, token] = result as unknown as [Address, Address];
  const send = async ({ address: to, value = 0n, ...call }: Call) => {
    const hash = await wallet.sendTransaction({ to, value, data: encodeFunctionData(call) });
    expect((await client.waitForTransactionReceipt({ hash })).status).toBe('success');
  };
  await send({ address: factory, abi: factoryAbi, functionName: 'make', args: [withToken(params)] });
  await send({ address: token, abi: tokenAbi, functionName: 'approve', args: [address, NEVER] });
  const contract = { address, abi: bondingCurveAbi } as const;
  const trade = { address, abi: bondingCurveAbi as Abi };
  const curve = curveOf(params);
  const startedAtSec = Number(await client.readContract({ ...contract, functionName: 'startedAt' }));
  const holder = wallet.account.address;
  let sold = 0n;

  for (let step = 0; step < STEPS; step++) {
    const nowSec = Number((await client.getBlock()).timestamp);
    const feeBps = feeBpsAt({ curve, startedAtSec, nowSec });
    const state = await client.readContract({ ...contract, functionName: 'state' });
    expect({
      x0: state.virtualWei,
      y0: state.virtualTokens,
      reserve: state.reserveWei,
      sold: state.tokensSold,
      price: state.priceWei,
      fee: state.feeBps,
      complete: state.complete,
    }).toEqual({
      x0: curve.virtualWei,
      y0: curve.virtualTokens,
      reserve: reserveAt(curve, sold),
      sold,
      price: priceAt(curve, sold),
      fee: feeBps,
      complete: sold === curve.saleSupply,
    });

    // One in four buys takes all that is left.
    const weiIn = draw.pick([true, false, false, false]) ? curve.targetWei * 20n : draw.size(curve.targetWei * 2n);
    const tokensOut = draw.size(curve.saleSupply - sold + 1n);
    const tokensIn = draw.size(sold + 1n);
    const weiOut = draw.size(state.reserveWei + 1n);
    const quotes = quotesOf({ curve, sold, feeBps, weiIn, tokensOut, tokensIn, weiOut });
    const [buyTokens, buyWei, buyFee] = await client.readContract({
      ...contract,
      functionName: 'quoteBuy',
      args: [weiIn],
    });
    expect({ tokens: buyTokens, wei: buyWei, fee: buyFee }).toEqual(amounts(quotes.buy));
    const [exactWei, exactFee] = await client.readContract({
      ...contract,
      functionName: 'quoteBuyExactOut',
      args: [tokensOut],
    });
    expect({ wei: exactWei, fee: exactFee }).toMatchObject({
      wei: amounts(quotes.buyExactOut).wei,
      fee: amounts(quotes.buyExactOut).fee,
    });
    const [sellWei, sellFee] = await client.readContract({ ...contract, functionName: 'quoteSell', args: [tokensIn] });
    expect({ wei: sellWei, fee: sellFee }).toEqual({ wei: amounts(quotes.sell).wei, fee: amounts(quotes.sell).fee });
    const [takenTokens, takenFee] = await client.readContract({
      ...contract,
      functionName: 'quoteSellExactOut',
      args: [weiOut],
    });
    expect({ tokens: takenTokens, fee: takenFee }).toEqual({
      tokens: amounts(quotes.sellExactOut).tokens,
      fee: amounts(quotes.sellExactOut).fee,
    });

    // Half of the time within the snipe fee's decay, where every second has another fee: so the next block's time is set.
    const nextSec = nowSec + Number(draw.between(1n, BigInt(curve.snipeDurationSec) / BigInt(STEPS) + 2n));
    await test.setNextBlockTimestamp({ timestamp: BigInt(nextSec) });
    const nextFee = feeBpsAt({ curve, startedAtSec, nowSec: nextSec });
    const next = quotesOf({ curve, sold, feeBps: nextFee, weiIn, tokensOut, tokensIn, weiOut });
    const kind = draw.pick(['buy', 'buyExactOut', 'sell', 'sellExactOut'] as const);
    const quote = next[kind];
    if (quote === null) {
      await test.mine({ blocks: 1 });
      continue;
    }
    if (kind === 'buy')
      await send({ ...trade, functionName: 'buy', args: [quote.tokenAmount, holder, NEVER], value: weiIn });
    else if (kind === 'buyExactOut')
      await send({ ...trade, functionName: 'buyExactOut', args: [tokensOut, holder, NEVER], value: quote.weiAmount });
    else if (kind === 'sell')
      await send({ ...trade, functionName: 'sell', args: [tokensIn, quote.weiAmount, holder, NEVER] });
    else await send({ ...trade, functionName: 'sellExactOut', args: [weiOut, quote.tokenAmount, holder, NEVER] });
    sold = quote.tokensSold;
    trades[kind]++;
    if (sold === curve.saleSupply) trades.complete++;
    expect(reserveAt(curve, sold)).toBe(quote.reserveWei);
  }
}

function withToken(params: CurveParams) {
  const zero = '0x0000000000000000000000000000000000000000';
  return { ...params, token: zero, treasury: zero };
}

function quotesOf(input: {
  curve: Curve;
  sold: bigint;
  feeBps: number;
  weiIn: bigint;
  tokensOut: bigint;
  tokensIn: bigint;
  weiOut: bigint;
}) {
  const { curve, sold: tokensSold, feeBps, weiIn, tokensOut, tokensIn, weiOut } = input;
  return {
    buy: quoteBuy({ curve, tokensSold, feeBps, weiIn }),
    buyExactOut: quoteBuyExactOut({ curve, tokensSold, feeBps, tokensOut }),
    sell: quoteSell({ curve, tokensSold, feeBps: curve.feeBps, tokensIn }),
    sellExactOut: quoteSellExactOut({ curve, tokensSold, feeBps: curve.feeBps, weiOut }),
  };
}
