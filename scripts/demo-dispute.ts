// `npm run demo:dispute`: against the running product, a dishonest operator posts a lie, defends it as long as it can, and loses. What is
// dishonest is in scripts/dispute/; nothing in the product knows of it.
import { parseArgs } from 'node:util';
import {
  type Address,
  createWalletClient,
  http,
  isAddressEqual,
  parseEther,
  parseEventLogs,
  stringToHex,
  zeroAddress,
} from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { chainOf, LOCAL_CHAIN_ID } from '../lib/chain/chains.ts';
import { deploymentOf } from '../lib/chain/deployment.ts';
import { aiOracleAbi } from '../lib/chain/generated/abis.ts';
import { readConfig } from '../lib/config/config.ts';
import { shortAddress } from '../lib/format/address.ts';
import { exactAmount } from '../lib/format/amount.ts';
import { nodeHealthSchema } from '../lib/schema/node-api.ts';
import { createChainClient } from '../node/chain/clients.ts';
import { type DishonestEvent, readFromNode, runDishonestOperator } from './dispute/dishonest-operator.ts';
import { LIES } from './dispute/lies.ts';
import { narrate } from './dispute/narrate.ts';
import { localAccount } from './start/accounts.ts';

const USAGE = `demo:dispute: a dishonest operator lies about an answer and loses, live on the running site.

  --lie weight|output|trace|silence   how it lies (default: weight)
  --model <id>                        which model is asked (default: 1)
  --prompt "<text>"                   what it is asked
  --wait                              lie about the next request that somebody else makes on the site

Start the product first: npm start`;

const FUNDS_WEI = parseEther('1');
const STAKE_WEI = parseEther('0.2');
const BURN_ADDRESS = '0x000000000000000000000000000000000000dEaD';
/** Requests are assigned by lot: after so many in a row to others, something is wrong. */
const MOST_REQUESTS = 25;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      lie: { type: 'string', default: 'weight' },
      model: { type: 'string', default: '1' },
      prompt: { type: 'string', default: 'The voice of' },
      wait: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const lie = LIES.find((kind) => kind === values.lie);
  if (values.help || lie === undefined || !/^\d+$/.test(values.model)) {
    console.log(USAGE);
    process.exit(values.help ? 0 : 2);
  }
  const config = readConfig(process.env);
  if (config.chainId !== LOCAL_CHAIN_ID) throw new Error('The demonstration is for the local chain only.');
  const say = (sentence: string) => console.log(sentence);
  const site = `http://localhost:${config.webPort}`;
  const deployment = deploymentOf(config.chainId);
  const client = createChainClient(config);
  const node = await readNodeHealth(config.nodeUrl);
  const guest = localAccount('guest');
  const wallet = createWalletClient({
    chain: chainOf(config.chainId, config.rpcUrl),
    transport: http(config.rpcUrl),
    account: guest,
  });
  const oracle = { address: deployment.contracts.aiOracle, abi: aiOracleAbi } as const;
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());

  const key = generatePrivateKey();
  const liar = privateKeyToAccount(key).address;
  const names = new Map<string, string>([
    [liar.toLowerCase(), 'the liar'],
    [guest.address.toLowerCase(), 'the reader'],
    ...(node.operatorAddress === null ? [] : [[node.operatorAddress.toLowerCase(), 'the honest operator'] as const]),
    ...(node.validatorAddress === null ? [] : [[node.validatorAddress.toLowerCase(), 'the validator'] as const]),
  ]);
  const nameOf = (account: Address) => names.get(account.toLowerCase()) ?? shortAddress(account);

  const funding = await wallet.sendTransaction({ to: liar, value: FUNDS_WEI });
  await client.waitForTransactionReceipt({ hash: funding });
  const watched = [
    liar,
    ...[node.operatorAddress, node.validatorAddress].filter((address) => address !== null),
    BURN_ADDRESS,
  ] as Address[];
  const balances = () => Promise.all(watched.map((address) => client.getBalance({ address })));
  const before = await balances();

  /** The request that it lies about: its own once it is assigned, or with --wait the first it may answer. */
  let victim: bigint | null = null;
  let lied: (event: DishonestEvent & { kind: 'lied' }) => void = () => undefined;
  const hasLied = new Promise<DishonestEvent & { kind: 'lied' }>((resolve) => {
    lied = resolve;
  });
  const startBlock = await client.getBlockNumber();
  let ready: () => void = () => undefined;
  const isStaked = new Promise<void>((resolve) => {
    ready = resolve;
  });
  const ended = runDishonestOperator({
    chainId: config.chainId,
    rpcUrl: config.rpcUrl,
    deployment,
    key,
    lie,
    stakeWei: STAKE_WEI,
    readBlock: readFromNode(config.nodeUrl),
    wants: ({ requestId, payer }) => (values.wait ? !isAddressEqual(payer, guest.address) : requestId === victim),
    onEvent: (event) => {
      if (event.kind === 'staked') ready();
      if (event.kind === 'lied') lied(event);
    },
    signal: stopping.signal,
  });
  await Promise.race([isStaked, ended]);
  say(`A dishonest operator (${liar}) stakes ${exactAmount(STAKE_WEI)} ETH, as any operator does.`);

  const ask = async (): Promise<bigint> => {
    const modelId = BigInt(values.model);
    const value = await client.readContract({ ...oracle, functionName: 'estimateFee', args: [modelId, 0n] });
    const args = [modelId, stringToHex(values.prompt), zeroAddress, 0n, '0x'] as const;
    const hash = await wallet.writeContract({ ...oracle, functionName: 'requestCallback', args, value });
    const receipt = await client.waitForTransactionReceipt({ hash });
    const [opened] = parseEventLogs({ abi: aiOracleAbi, logs: receipt.logs, eventName: 'RequestOpened' });
    if (opened === undefined) throw new Error(`the request was refused (${hash})`);
    const { requestId, assignedOperator } = opened.args;
    const isLiars = isAddressEqual(assignedOperator, liar);
    say(
      `Request ${requestId}: "${values.prompt}". The lot assigns it to ${nameOf(assignedOperator)}${isLiars ? '.' : ': asking again.'}`,
    );
    if (isLiars) victim = requestId;
    return requestId;
  };
  if (values.wait) say(`Waiting for a request on the site: ${site}`);
  else for (let asked = 0; victim === null && asked < MOST_REQUESTS && !stopping.signal.aborted; asked++) await ask();

  const told = await Promise.race([hasLied, ended.then(() => null)]);
  if (told === null) throw new Error('It could not lie: an honest operator was first. Try again.');
  say(`The liar answers ${JSON.stringify(new TextDecoder().decode(told.output))}: ${told.says}.`);
  say(`  watch it: ${site}/requests/${told.requestId}`);
  const story = narrate({
    client,
    deployment,
    requestId: told.requestId,
    fromBlock: startBlock,
    nameOf,
    urlOf: (gameId) => `${site}/disputes/${gameId}`,
    say,
    signal: stopping.signal,
  });
  const [outcome, paid] = await Promise.all([ended, story]);
  const after = await balances();
  say('');
  watched.forEach((address, index) => {
    const change = (after[index] ?? 0n) - (before[index] ?? 0n);
    const name = isAddressEqual(address, BURN_ADDRESS) ? 'burnt' : nameOf(address);
    say(
      `${name.padEnd(20)} ${change < 0n ? '' : '+'}${exactAmount(change)} ETH${name === 'burnt' ? '' : ', gas included'}`,
    );
  });
  say(
    `The lie cost ${exactAmount(paid.liarLostWei)} ETH and ${outcome.outcome === 'voided' ? 'was paid nothing' : 'was not caught'}.`,
  );
  if (outcome.outcome === 'final') throw new Error('Nobody challenged the lie: is a validator running?');
}

async function readNodeHealth(nodeUrl: string) {
  try {
    return nodeHealthSchema.parse(await (await fetch(`${nodeUrl}/health`)).json());
  } catch (cause) {
    throw new Error(`The product does not answer at ${nodeUrl}. Start it first: npm start`, { cause });
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
