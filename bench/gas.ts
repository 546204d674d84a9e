import { type Hex, parseEther, stringToHex, zeroAddress } from 'viem';
import { aiOracleAbi, bondingCurveAbi, modelTokenAbi } from '../lib/chain/generated/abis.ts';
import { startChain } from './chain.ts';
import { measureCollection } from './gas-collection.ts';
import { GOVERNANCE_NOTES, measureGovernance } from './gas-governance.ts';
import { makeWorld, type World } from './gas-world.ts';
import type { Bench, BenchRow } from './row.ts';

const PEER_NAME = 'ORA ERC-7641 reference';
const DAY_SEC = 86_400;

/** Gas of each transaction of the product, by its receipt, on the real contracts. */
export const gas: Bench = async (log) => {
  const chain = await startChain();
  try {
    const world = await makeWorld(chain.rpcUrl, log);
    const deployment = await world.gasSoFar();
    log('measuring');
    const launches = await measureLaunches(world);
    const token = await measureToken(world);
    const oracle = await measureOracle(world);
    const pieces = await measureCollection(world);
    const governance = await measureGovernance(world);
    return rows({ deploy: deployment, ...launches, ...token, ...oracle, ...pieces, ...governance });
  } finally {
    chain.stop();
  }
};

async function measureLaunches(world: World) {
  // The first ever writes slots that later ones only change.
  await world.launch(0n);
  const launch = (await world.launch(0n)).gas;
  const withBuy = (await world.launch(parseEther('1'))).gas;
  return { launch, 'launch-first-buy': withBuy, 'launch-full': withBuy };
}

async function measureToken(world: World) {
  const { actor, gasOf, pass, deadlineSec } = world;
  const alice = actor(2);
  const bob = actor(3).account.address;
  const { token: address, curve } = await world.launch(0n);
  const token = { address, abi: modelTokenAbi } as const;
  const onCurve = { address: curve, abi: bondingCurveAbi } as const;
  const unit = parseEther('1');
  const buy = async () =>
    gasOf(
      await alice.writeContract({
        ...onCurve,
        functionName: 'buy',
        args: [0n, alice.account.address, deadlineSec],
        value: parseEther('2'),
      }),
    );
  const transfer = async () =>
    gasOf(await alice.writeContract({ ...token, functionName: 'transfer', args: [bob, 1000n * unit] }));
  const snapshot = async () => gasOf(await alice.writeContract({ ...token, functionName: 'snapshot' }));
  const claim = async (who: typeof alice, id: bigint) =>
    gasOf(await who.writeContract({ ...token, functionName: 'claim', args: [id] }));
  /** New revenue, all released. */
  const earn = async () => {
    await gasOf(await actor(0).sendTransaction({ to: address, value: parseEther('1') }));
    await gasOf(await alice.writeContract({ ...token, functionName: 'sync', args: [zeroAddress] }));
    await pass(8 * DAY_SEC);
  };

  const buyFirst = await buy();
  await pass(60);
  const buyLater = await buy();
  await gasOf(await alice.writeContract({ ...token, functionName: 'approve', args: [curve, 1_000_000n * unit] }));
  await pass(60);
  const sell = await gasOf(
    await alice.writeContract({
      ...onCurve,
      functionName: 'sell',
      args: [100_000n * unit, 0n, alice.account.address, deadlineSec],
    }),
  );
  await transfer();
  await pass(60);
  const transferWarm = await transfer();

  await earn();
  await snapshot();
  await pass(60);
  const transferAfterSnapshot = await transfer();
  const claimFirst = await claim(alice, 1n);
  await earn();
  const snapshotLater = await snapshot();
  await pass(60);
  await claim(actor(3), 2n);
  const claimLater = await claim(alice, 2n);
  const burn = await gasOf(await alice.writeContract({ ...token, functionName: 'burn', args: [1000n * unit] }));
  return {
    'buy-first': buyFirst,
    buy: buyLater,
    sell,
    transfer: transferWarm,
    'transfer-after-snapshot': transferAfterSnapshot,
    snapshot: snapshotLater,
    'claim-first': claimFirst,
    claim: claimLater,
    burn,
  };
}

async function measureOracle(world: World) {
  const { actor, gasOf, client, contracts, pass } = world;
  const oracle = { address: contracts.aiOracle, abi: aiOracleAbi } as const;
  const payer = actor(4);
  const operator = actor(5);
  const { modelId } = await world.launch(0n);
  const traceRoot: Hex = `0x${'11'.repeat(32)}`;
  const settings = await client.readContract({ ...oracle, functionName: 'settings' });
  await gasOf(
    await operator.writeContract({
      ...oracle,
      functionName: 'stake',
      value: settings.minStakeWei + 4n * settings.resultBondWei,
    }),
  );
  const feeWei = await client.readContract({ ...oracle, functionName: 'estimateFee', args: [modelId, 0n] });
  const request = async () =>
    gasOf(
      await payer.writeContract({
        ...oracle,
        functionName: 'requestCallback',
        args: [modelId, stringToHex('Shall I compare thee to a summer'), zeroAddress, 0n, '0x'],
        value: feeWei,
      }),
    );
  const submit = async (id: bigint) =>
    gasOf(
      await operator.writeContract({
        ...oracle,
        functionName: 'submitResult',
        args: [id, stringToHex('Thou art more lovely and more temperate: rough winds do shake the'), traceRoot],
      }),
    );
  const finalize = async (id: bigint) =>
    gasOf(await actor(6).writeContract({ ...oracle, functionName: 'finalize', args: [id] }));
  // Once to have every counter and balance in use, then measured.
  await request();
  await submit(1n);
  const requestLater = await request();
  const submitLater = await submit(2n);
  await pass(settings.challengeSec);
  await finalize(1n);
  return { request: requestLater, submit: submitLater, finalize: await finalize(2n) };
}

/** The reference's gas for the same act, where it has one, and what our figure is made of. */
const PEERS: Record<string, number> = {
  transfer: 41_773,
  'transfer-after-snapshot': 214_899,
  snapshot: 101_739,
  'claim-first': 92_734,
  claim: 75_634,
};

const NOTES: Record<string, string> = {
  ...GOVERNANCE_NOTES,
  deploy:
    'once per chain: six implementations, oracle, dispute game and verifier, pool, launchpad, hook, router, grants, market of pieces, lens with its ' +
    'reader; here WETH and Uniswap v4 with its views (about 9 M) too',
  launch:
    'clones of token, curve, vesting, governor, treasury and collection, the whole supply minted, the model registered with its URI ' +
    'and the bounds of its price',
  'launch-full': 'all of that and the first buy of the creator: everything a launch can have',
  'buy-first': 'first trade on a curve: eligible supply begins, and the release clock with it',
  transfer:
    'each side gets a new checkpoint (by gas prices 27 k: a fresh slot and a length), so that every holder votes without a ' +
    'delegation, and a snapshot counts the end of its block, where borrowed tokens are gone: flash snapshots get nothing',
  'transfer-after-snapshot':
    'the same as any other: the history is in the checkpoints already, nothing is copied for the snapshot',
  snapshot:
    'brings the books of ETH and WETH up to date (linear release, redeem pool, no revenue lost to excluded accounts)',
  'claim-first':
    'settles the eligible supply of the record date for all who come later; a bitmap per account, because claims never expire',
  claim: 'looks at every currency; ETH had revenue here, WETH none',
  burn: 'checkpoints of the burner and of the supply, books of both currencies, payment',
  request: 'without a callback: four slots; the fee stays in escrow, and an operator is drawn',
  submit: 'bond locked, three slots of answer, the events of OAO and of the challenge',
  mint: 'of a final request: prompt and answer (64 bytes) kept as code, the token, the fee sent to the holders',
  'mint-provisional': 'in the challenge window: the fee is held, who has it back is remembered',
  'mint-picture': 'a picture of 32 × 32: 1,024 bytes kept as code, 205 k of it',
  list: 'two slots: owner and price, expiry and count of transfers; nothing moves',
  'buy-piece': 'the piece, the royalty to the holders and the rest to the seller',
  'form-words': 'once a tokenizer: the dictionary of Tiny Tales, 10,102 bytes kept as code',
  'form-picture': 'once a palette: that of Sprites with the words of its requests, 4,264 bytes',
  finalize: 'bond back, operator and model paid: nothing is revenue before this',
};

function rows(measured: Record<string, number>): BenchRow[] {
  return Object.entries(measured).map(([name, value]) => {
    const peer = PEERS[name];
    const note = NOTES[name];
    return {
      bench: 'gas',
      case: name,
      metric: 'gas',
      unit: 'gas',
      value,
      ...(peer === undefined ? {} : { peer, peerName: PEER_NAME }),
      ...(note === undefined ? {} : { note }),
    };
  });
}
