import { type Address, parseAbi, parseEther } from 'viem';
import { bondingCurveAbi, liquidityHookAbi, modelTokenAbi, routerAbi } from '../lib/chain/generated/abis.ts';
import { readCompiled } from '../scripts/artifacts.ts';
import { startChain } from './chain.ts';
import { makeWorld, type World } from './gas-world.ts';
import { deployUniswapV2, v2RouterAbi } from './market/uniswap-v2.ts';
import type { Bench, BenchRow } from './row.ts';

const UNIT = parseEther('1');
const MINUTE_SEC = 60;
/** Enough for every allowance here. */
const PLENTY = 10n ** 30n;
const V2 = 'Uniswap v2';
const V4_ALONE = 'Uniswap v4 alone';

const bareAbi = parseAbi([
  'struct PoolKey { address currency0; address currency1; uint24 fee; int24 tickSpacing; address hooks; }',
  'function swap(PoolKey key, bool isBuy, uint256 amountIn) payable',
]);

/**
 * Gas of a token's life on the market, by receipts: on the curve and in the pool through our router, beside the same acts
 * on Uniswap v2 and a swap at Uniswap v4's manager with nothing around it, all with the same token on the same chain.
 */
export const market: Bench = async (log) => {
  const chain = await startChain();
  try {
    const world = await makeWorld(chain.rpcUrl, log);
    const v2Router = await deployUniswapV2(world);
    const bare = await world.deploy(readCompiled('contracts/mocks/BareSwapper.sol/BareSwapper'), [
      world.contracts.poolManager,
    ]);
    log('measuring');
    // The first launch ever writes slots that later ones only change.
    await world.launch(0n);
    const { token, curve, gas: launch } = await world.launch(0n);
    const trader = traderOf(world, token);
    const onCurve = await measureCurve(world, trader, curve);
    const graduate = await graduateGas(world, trader, curve);
    const inPool = await measurePool(world, trader, bare);
    const v2 = await measureV2(world, trader, v2Router);
    return rows({ launch, ...onCurve, graduate, ...inPool }, v2);
  } finally {
    chain.stop();
  }
};

type Trader = ReturnType<typeof traderOf>;

/** Somebody who trades the token through our router. */
function traderOf(world: World, token: Address) {
  const wallet = world.actor(2);
  const me = wallet.account.address;
  const router = { address: world.contracts.router, abi: routerAbi } as const;
  const approve = async (spender: Address) =>
    world.gasOf(
      await wallet.writeContract({
        address: token,
        abi: modelTokenAbi,
        functionName: 'approve',
        args: [spender, PLENTY],
      }),
    );
  const buy = async (value: bigint) =>
    world.gasOf(
      await wallet.writeContract({
        ...router,
        functionName: 'buy',
        args: [token, 0n, me, world.deadlineSec],
        value,
      }),
    );
  const sell = async (tokens: bigint) =>
    world.gasOf(
      await wallet.writeContract({
        ...router,
        functionName: 'sell',
        args: [token, tokens, 0n, me, world.deadlineSec],
      }),
    );
  return { wallet, me, token, approve, buy, sell };
}

async function measureCurve(world: World, trader: Trader, curve: Address) {
  await trader.approve(world.contracts.router);
  await trader.approve(curve);
  const first = await trader.buy(parseEther('2'));
  await world.pass(MINUTE_SEC);
  const later = await trader.buy(parseEther('2'));
  await world.pass(MINUTE_SEC);
  return { buy: first, 'buy-later': later, sell: await trader.sell(100_000n * UNIT) };
}

async function graduateGas(world: World, trader: Trader, curve: Address): Promise<number> {
  await trader.buy(parseEther('200'));
  await world.pass(MINUTE_SEC);
  const gas = await world.gasOf(
    await trader.wallet.writeContract({ address: curve, abi: bondingCurveAbi, functionName: 'graduate' }),
  );
  // Beyond the time in which the pool's fee falls.
  await world.pass(20 * MINUTE_SEC);
  return gas;
}

async function measurePool(world: World, trader: Trader, bare: Address) {
  const { gasOf, client, contracts, pass } = world;
  const { wallet, token } = trader;
  const hook = { address: contracts.liquidityHook, abi: liquidityHookAbi } as const;
  const key = await client.readContract({ ...hook, functionName: 'poolKey', args: [token] });
  await trader.approve(bare);
  const bareSwap = async (isBuy: boolean, amountIn: bigint) =>
    gasOf(
      await wallet.writeContract({
        address: bare,
        abi: bareAbi,
        functionName: 'swap',
        args: [key, isBuy, amountIn],
        value: isBuy ? amountIn : 0n,
      }),
    );
  const collect = async () => gasOf(await wallet.writeContract({ ...hook, functionName: 'collect', args: [token] }));
  const wei = parseEther('1');
  const tokens = 100_000n * UNIT;
  // Once each way, so that every slot is in use; then measured, one minute apart.
  await trader.buy(wei);
  await pass(MINUTE_SEC);
  await trader.sell(tokens);
  await collect();
  await pass(MINUTE_SEC);
  const bareBuy = await bareSwap(true, wei);
  await pass(MINUTE_SEC);
  const buy = await trader.buy(wei);
  await pass(MINUTE_SEC);
  const bareSell = await bareSwap(false, tokens);
  await pass(MINUTE_SEC);
  const sell = await trader.sell(tokens);
  await pass(MINUTE_SEC);
  return { 'swap-buy': buy, 'swap-sell': sell, bareBuy, bareSell, collect: await collect() };
}

async function measureV2(world: World, trader: Trader, v2Router: Address) {
  const { gasOf, pass, deadlineSec } = world;
  const { wallet, me, token } = trader;
  const router = { address: v2Router, abi: v2RouterAbi } as const;
  const path = (isBuy: boolean) => (isBuy ? [world.contracts.weth, token] : [token, world.contracts.weth]);
  await trader.approve(v2Router);
  await pass(MINUTE_SEC);
  const addLiquidity = await gasOf(
    await wallet.writeContract({
      ...router,
      functionName: 'addLiquidityETH',
      args: [token, 1_000_000n * UNIT, 0n, 0n, me, deadlineSec],
      value: parseEther('10'),
    }),
  );
  const buy = async () =>
    gasOf(
      await wallet.writeContract({
        ...router,
        functionName: 'swapExactETHForTokens',
        args: [0n, path(true), me, deadlineSec],
        value: parseEther('0.1'),
      }),
    );
  const sell = async () =>
    gasOf(
      await wallet.writeContract({
        ...router,
        functionName: 'swapExactTokensForETH',
        args: [1000n * UNIT, 0n, path(false), me, deadlineSec],
      }),
    );
  await pass(MINUTE_SEC);
  await buy();
  await pass(MINUTE_SEC);
  const buyLater = await buy();
  await pass(MINUTE_SEC);
  return { addLiquidity, buy: buyLater, sell: await sell() };
}

function rows(
  measured: Record<'launch' | 'buy' | 'buy-later' | 'sell' | 'graduate' | 'collect', number> &
    Record<'swap-buy' | 'swap-sell' | 'bareBuy' | 'bareSell', number>,
  v2: { addLiquidity: number; buy: number; sell: number },
): BenchRow[] {
  const gas = (name: string, value: number, more: Partial<BenchRow> = {}): BenchRow => ({
    bench: 'market',
    case: name,
    metric: 'gas',
    unit: 'gas',
    value,
    ...more,
  });
  const overhead = (name: string, ours: number, bare: number, note: string): BenchRow => ({
    bench: 'market',
    case: name,
    metric: 'router-overhead',
    unit: 'ratio',
    value: ours / bare - 1,
    goal: 0.15,
    note,
  });
  return [
    gas('launch', measured.launch, {
      note: 'clones of token, curve and vesting; the whole supply; the model registered',
    }),
    gas('buy', measured.buy, {
      peer: v2.buy,
      peerName: V2,
      note: 'the first buy on a curve, through the router: eligible supply begins',
    }),
    gas('buy-later', measured['buy-later'], { peer: v2.buy, peerName: V2 }),
    gas('sell', measured.sell, { peer: v2.sell, peerName: V2, note: 'on the curve, through the router' }),
    gas('graduate', measured.graduate, {
      peer: v2.addLiquidity,
      peerName: V2,
      goal: 450_000,
      note: "pool initialised, liquidity added for ever, treasury's part paid, dust burned; peer: pair made, liquidity added",
    }),
    gas('swap', measured['swap-buy'], { peer: measured.bareBuy, peerName: V4_ALONE, note: 'a buy in the pool' }),
    gas('swap-sell', measured['swap-sell'], { peer: measured.bareSell, peerName: V4_ALONE }),
    overhead(
      'swap',
      measured['swap-buy'],
      measured.bareBuy,
      'over the smallest caller of the manager: limit, deadline, recipient, event, and the choice of curve or pool',
    ),
    overhead('swap-sell', measured['swap-sell'], measured.bareSell, 'the same for a sale'),
    gas('uniswap-v2-swap', v2.buy, { note: 'the same token on Uniswap v2, by its own router: a buy' }),
    gas('uniswap-v2-swap-sell', v2.sell),
    gas('collect', measured.collect, { note: 'ETH to the holders as revenue, tokens burned' }),
  ];
}
