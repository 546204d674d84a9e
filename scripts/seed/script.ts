import { readFileSync } from 'node:fs';
import {
  type Address,
  bytesToHex,
  type HDAccount,
  type Hex,
  type PublicClient,
  parseEther,
  type WalletClient,
  zeroAddress,
} from 'viem';
import { z } from 'zod';
import { uriOf } from '../../lib/bundle/cid.ts';
import { parseManifest } from '../../lib/bundle/manifest.ts';
import { deploymentOf } from '../../lib/chain/deployment.ts';
import {
  aiOracleAbi,
  answerFormsAbi,
  bondingCurveAbi,
  launchpadAbi,
  modelTokenAbi,
} from '../../lib/chain/generated/abis.ts';
import { encodeForm } from '../../lib/collection/encode-form.ts';
import { formAddress } from '../../lib/collection/form-address.ts';
import type { Config } from '../../lib/config/config.ts';
import { bundleInFolder } from '../../lib/server/bundle-folder.ts';
import { encodePrompt } from '../../lib/tokenizer/encode-prompt.ts';
import { encodeSlots } from '../../lib/tokenizer/slots.ts';
import type { ROLES } from '../start/accounts.ts';
import { mintAction } from './mint-action.ts';

/** What an action can use. */
export type SeedContext = { config: Config; client: PublicClient; wallet: WalletClient; account: HDAccount };

/** One transaction of the demo history. */
export type Action = { what: string; send: (context: SeedContext) => Promise<Hex> };

type Part = { role: keyof typeof ROLES; actions: Action[] };

const FAR_DEADLINE_SEC = 600n;
/**
 * Gas of every action. An estimate made in one block can be too low in the next: a balance checkpoint that is updated
 * within a second is written anew in the following one.
 */
const GAS = 5_000_000n;
const DAY_SEC = 86_400;

const manifestSchema = z.object({
  description: z.string(),
  program: z.object({ hash: z.string() }),
  weights: z.object({ hash: z.string() }),
});

type Demo = { bundle: string; name: string; symbol: string; priceEth: string; targetEth: string; creatorBps: number };

function launchAction(demo: Demo, firstBuyEth: string): Action {
  return {
    what: `launch ${demo.symbol}`,
    send: async (context) => {
      const bytes = readFileSync(`${demo.bundle}/manifest.json`);
      const { answerForms, launchpad } = deploymentOf(context.config.chainId).contracts;
      const manifest = manifestSchema.parse(JSON.parse(bytes.toString('utf8')));
      const metadata = { name: demo.name, symbol: demo.symbol, description: manifest.description };
      const liquidityBps = 2500;
      const params = {
        name: demo.name,
        symbol: demo.symbol,
        contractURI: `data:application/json;base64,${Buffer.from(JSON.stringify(metadata)).toString('base64')}`,
        modelHash: manifest.weights.hash as Hex,
        programHash: manifest.program.hash as Hex,
        bundleURI: uriOf((await bundleInFolder(demo.bundle)).cid),
        priceWei: parseEther(demo.priceEth),
        saleBps: 10_000 - liquidityBps - demo.creatorBps,
        liquidityBps,
        creatorBps: demo.creatorBps,
        treasuryBps: 1000,
        targetWei: parseEther(demo.targetEth),
        claimableBps: 8000,
        releasePeriodSec: 3600,
        snapshotIntervalSec: 60,
        cliffSec: 30 * DAY_SEC,
        vestingSec: 365 * DAY_SEC,
        snipeFeeBps: 1000,
        snipeDurationSec: 60,
        minPriceWei: parseEther(demo.priceEth) / 10n,
        maxPriceWei: parseEther(demo.priceEth) * 10n,
        // So short that a vote can be followed from beginning to end in a few minutes.
        votingDelaySec: 30,
        votingPeriodSec: 180,
        quorumBps: 500,
        proposalThresholdBps: 10,
        timelockDelaySec: 30,
        mintFeeWei: parseEther(demo.priceEth),
        royaltyBps: 500,
        form: formAddress(answerForms, formOf(demo)),
      };
      return context.wallet.writeContract({
        chain: context.wallet.chain ?? null,
        gas: GAS,
        account: context.account,
        address: launchpad,
        abi: launchpadAbi,
        functionName: 'launch',
        args: [params, 0n, await deadline(context)],
        value: parseEther(firstBuyEth),
      });
    },
  };
}

/** Keeps on chain what a model's answers are, before its launch; nothing is sent for one that is there, or for plain text. */
function formAction(demo: Demo): Action {
  return {
    what: `keep what answers of ${demo.symbol} are`,
    send: async ({ config, wallet, account }) =>
      wallet.writeContract({
        chain: wallet.chain ?? null,
        gas: GAS,
        account,
        address: deploymentOf(config.chainId).contracts.answerForms,
        abi: answerFormsAbi,
        functionName: 'store',
        args: [bytesToHex(formOf(demo))],
      }),
  };
}

function formOf(demo: Demo): Uint8Array {
  return encodeForm(parseManifest(readFileSync(`${demo.bundle}/manifest.json`)));
}

async function deadline({ client }: SeedContext): Promise<bigint> {
  return (await client.getBlock()).timestamp + FAR_DEADLINE_SEC;
}

async function launched(
  context: SeedContext,
  index: number,
): Promise<{ token: Address; curve: Address; modelId: bigint }> {
  const contract = { address: deploymentOf(context.config.chainId).contracts.launchpad, abi: launchpadAbi } as const;
  const [token] = await context.client.readContract({
    ...contract,
    functionName: 'tokens',
    args: [BigInt(index), BigInt(index + 1)],
  });
  if (token === undefined) throw new Error(`demo launch ${index} is missing`);
  const { curve, modelId } = await context.client.readContract({
    ...contract,
    functionName: 'launchOf',
    args: [token],
  });
  return { token, curve, modelId };
}

function buy(index: number, eth: string): Action {
  return {
    what: `buy model ${index + 1} for ${eth} ETH`,
    send: async (context) => {
      const { curve } = await launched(context, index);
      return context.wallet.writeContract({
        chain: context.wallet.chain ?? null,
        gas: GAS,
        account: context.account,
        address: curve,
        abi: bondingCurveAbi,
        functionName: 'buy',
        args: [0n, context.account.address, await deadline(context)],
        value: parseEther(eth),
      });
    },
  };
}

/** Sells a part of what the account holds, with a permit in place of an approval. */
function sell(index: number, percent: bigint): Action {
  return {
    what: `sell ${percent} % of model ${index + 1}`,
    send: async (context) => {
      const { client, account } = context;
      const { token, curve } = await launched(context, index);
      const contract = { address: token, abi: modelTokenAbi } as const;
      const balance = await client.readContract({ ...contract, functionName: 'balanceOf', args: [account.address] });
      const [name, nonce, until] = await Promise.all([
        client.readContract({ ...contract, functionName: 'name' }),
        client.readContract({ ...contract, functionName: 'nonces', args: [account.address] }),
        deadline(context),
      ]);
      const value = (balance * percent) / 100n;
      const signature = await account.signTypedData({
        domain: { name, version: '1', chainId: context.config.chainId, verifyingContract: token },
        types: {
          Permit: [
            { name: 'owner', type: 'address' },
            { name: 'spender', type: 'address' },
            { name: 'value', type: 'uint256' },
            { name: 'nonce', type: 'uint256' },
            { name: 'deadline', type: 'uint256' },
          ],
        },
        primaryType: 'Permit',
        message: { owner: account.address, spender: curve, value, nonce, deadline: until },
      });
      const r = `0x${signature.slice(2, 66)}` as const;
      const s = `0x${signature.slice(66, 130)}` as const;
      const v = Number.parseInt(signature.slice(130, 132), 16);
      return context.wallet.writeContract({
        chain: context.wallet.chain ?? null,
        gas: GAS,
        account,
        address: curve,
        abi: bondingCurveAbi,
        functionName: 'sellWithPermit',
        args: [value, 0n, account.address, until, v, r, s],
      });
    },
  };
}

/** A prompt's bytes, in the encoding of the model's manifest. */
function promptBytes(bundle: string, text: string): Uint8Array {
  const { input } = parseManifest(new Uint8Array(readFileSync(`${bundle}/manifest.json`)));
  if (input.encoding === 'words') return encodePrompt({ text, ...input }).bytes;
  if (input.encoding === 'slots') return encodeSlots(text, input).bytes;
  return new TextEncoder().encode(text);
}

function prompt(index: number, text: string): Action {
  return {
    what: `ask model ${index + 1} "${text}"`,
    send: async (context) => {
      const { modelId } = await launched(context, index);
      const contract = { address: deploymentOf(context.config.chainId).contracts.aiOracle, abi: aiOracleAbi } as const;
      const fee = await context.client.readContract({ ...contract, functionName: 'estimateFee', args: [modelId, 0n] });
      return context.wallet.writeContract({
        ...contract,
        chain: context.wallet.chain ?? null,
        gas: GAS,
        account: context.account,
        functionName: 'requestCallback',
        args: [modelId, bytesToHex(promptBytes(bundleOf(index), text)), zeroAddress, 0n, '0x'],
        value: fee,
      });
    },
  };
}

function mint(index: number, text: string): Action {
  return mintAction(`mint "${text}" of model ${index + 1}`, async (context) => {
    const { token } = await launched(context, index);
    return { token, prompt: bytesToHex(promptBytes(bundleOf(index), text)) };
  });
}

/** The demo launches, in their order. */
const DEMOS: readonly Demo[] = [
  {
    bundle: 'models/psalter/bundle',
    name: 'Psalter',
    symbol: 'PSALT',
    priceEth: '0.002',
    targetEth: '8',
    creatorBps: 1000,
  },
  {
    bundle: 'models/ishmael/bundle',
    name: 'Ishmael',
    symbol: 'ISHM',
    priceEth: '0.004',
    targetEth: '12',
    creatorBps: 500,
  },
  {
    bundle: 'models/tales/bundle',
    name: 'Tiny Tales',
    symbol: 'TALE',
    priceEth: '0.003',
    targetEth: '10',
    creatorBps: 800,
  },
  {
    bundle: 'models/sprites/bundle',
    name: 'Sprites',
    symbol: 'SPRITE',
    priceEth: '0.001',
    targetEth: '10',
    creatorBps: 0,
  },
];

function launch(index: number, firstBuyEth: string): Action {
  return launchAction(demoOf(index), firstBuyEth);
}

function form(index: number): Action {
  return formAction(demoOf(index));
}

function bundleOf(index: number): string {
  return demoOf(index).bundle;
}

function demoOf(index: number): Demo {
  const demo = DEMOS[index];
  if (demo === undefined) throw new Error(`There is no demo launch ${index}.`);
  return demo;
}

/** The demo history; models by their place in `DEMOS`. */
export const scripts: { creators: Part[]; traders: Part[] } = {
  creators: [
    { role: 'creatorOne', actions: [launch(0, '0.05')] },
    { role: 'creatorTwo', actions: [launch(1, '0.02'), form(2), launch(2, '0.04'), form(3), launch(3, '0.03')] },
  ],
  traders: [
    {
      role: 'traderOne',
      actions: [
        buy(0, '0.8'),
        prompt(0, 'In the beginning'),
        buy(1, '0.3'),
        sell(0, 25n),
        buy(2, '0.6'),
        mint(0, 'In the beginning'),
      ],
    },
    {
      role: 'traderTwo',
      actions: [
        ...[buy(0, '0.35'), buy(1, '1.1'), prompt(1, 'The white whale'), buy(0, '0.2')],
        ...[buy(3, '0.9'), prompt(3, 'red fox'), mint(3, 'red fox')],
      ],
    },
    {
      role: 'traderThree',
      actions: [
        ...[buy(1, '0.5'), prompt(0, 'The voice of'), sell(1, 40n)],
        ...[prompt(2, 'fox lantern river'), buy(2, '0.25'), mint(2, 'fox lantern river')],
      ],
    },
  ],
};
