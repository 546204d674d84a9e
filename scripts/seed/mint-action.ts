import { setTimeout as sleep } from 'node:timers/promises';
import { type Address, type Hex, keccak256 } from 'viem';
import { deploymentOf } from '../../lib/chain/deployment.ts';
import { aigcCollectionAbi, aiOracleAbi, launchpadAbi } from '../../lib/chain/generated/abis.ts';
import type { Action, SeedContext } from './script.ts';

const GAS = 5_000_000n;
const PAUSE_MS = 250;
const MOST_LOOKS = 120;

/** Mints what the account asked a model, as soon as it is answered: an answer between reading and minting would make it fail. */
export function mintAction(
  what: string,
  asked: (context: SeedContext) => Promise<{ token: Address; prompt: Hex }>,
): Action {
  return {
    what,
    send: async (context) => {
      const { client, wallet, account } = context;
      const { token, prompt } = await asked(context);
      const collection = await collectionOf(context, token);
      const requestId = await requestOf(context, prompt);
      const args = [account.address, requestId, prompt, await answerOf(context, requestId)] as const;
      const pieces = { address: collection, abi: aigcCollectionAbi } as const;
      const value = await client.readContract({ ...pieces, functionName: 'mintFeeWei' });
      const chain = wallet.chain ?? null;
      return wallet.writeContract({ ...pieces, chain, gas: GAS, account, functionName: 'mint', args, value });
    },
  };
}

async function collectionOf({ client, config }: SeedContext, token: Address): Promise<Address> {
  const { contracts, startBlock } = deploymentOf(config.chainId);
  const [made] = await client.getContractEvents({
    address: contracts.launchpad,
    abi: launchpadAbi,
    eventName: 'CollectionLaunched',
    args: { token },
    fromBlock: BigInt(startBlock),
    strict: true,
  });
  if (made === undefined) throw new Error(`no collection of ${token}`);
  return made.args.collection;
}

async function requestOf({ client, config, account }: SeedContext, prompt: Hex): Promise<bigint> {
  const { contracts, startBlock } = deploymentOf(config.chainId);
  const requests = await client.getContractEvents({
    address: contracts.aiOracle,
    abi: aiOracleAbi,
    eventName: 'AICallbackRequest',
    args: { account: account.address },
    fromBlock: BigInt(startBlock),
    strict: true,
  });
  const found = requests.find(({ args }) => keccak256(args.input) === keccak256(prompt));
  if (found === undefined) throw new Error('the demo asked no such thing');
  return found.args.requestId;
}

/** The answer, waited for; nothing where none comes, so that the keeper brings it later. */
async function answerOf({ client, config }: SeedContext, requestId: bigint): Promise<Hex> {
  const { contracts, startBlock } = deploymentOf(config.chainId);
  for (let look = 0; look < MOST_LOOKS; look++) {
    const answers = await client.getContractEvents({
      address: contracts.aiOracle,
      abi: aiOracleAbi,
      eventName: 'AICallbackResult',
      args: { requestId },
      fromBlock: BigInt(startBlock),
      strict: true,
    });
    const answer = answers.at(-1)?.args.output;
    if (answer !== undefined) return answer;
    await sleep(PAUSE_MS);
  }
  return '0x';
}
