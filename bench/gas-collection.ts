import { readFileSync } from 'node:fs';
import { bytesToHex, type Hex, keccak256, parseEther, stringToHex, zeroAddress } from 'viem';
import { z } from 'zod';
import { parseManifest } from '../lib/bundle/manifest.ts';
import {
  aigcCollectionAbi,
  aiOracleAbi,
  answerFormsAbi,
  launchpadAbi,
  marketplaceAbi,
} from '../lib/chain/generated/abis.ts';
import { encodeForm } from '../lib/collection/encode-form.ts';
import type { World } from './gas-world.ts';

const TRACE_ROOT: Hex = `0x${'11'.repeat(32)}`;
const PRICE_WEI = parseEther('1');
/** An answer of 64 bytes, as of the oracle's cases. */
const TEXT = stringToHex('Thou art more lovely and more temperate: rough winds do shake the');
const goldenSchema = z.object({ cases: z.array(z.object({ output: z.string() })) });

/** Gas of pieces: forms stored, mints before and after finality, of text and of a picture, and a sale. */
export async function measureCollection(world: World): Promise<Record<string, number>> {
  const { actor, client, contracts, gasOf, pass } = world;
  const [payer, operator, buyer] = [actor(7), actor(5), actor(8)];
  const oracle = { address: contracts.aiOracle, abi: aiOracleAbi } as const;
  const market = { address: contracts.marketplace, abi: marketplaceAbi } as const;
  const { token, modelId } = await world.launch(0n);
  const { collection: address } = await client.readContract({
    address: contracts.launchpad,
    abi: launchpadAbi,
    functionName: 'launchOf',
    args: [token],
  });
  const collection = { address, abi: aigcCollectionAbi } as const;
  const [settings, mintFeeWei, feeWei] = await Promise.all([
    client.readContract({ ...oracle, functionName: 'settings' }),
    client.readContract({ ...collection, functionName: 'mintFeeWei' }),
    client.readContract({ ...oracle, functionName: 'estimateFee', args: [modelId, 0n] }),
  ]);
  await gasOf(await operator.writeContract({ ...oracle, functionName: 'stake', value: 8n * settings.resultBondWei }));

  const answered = async (prompt: Hex, answer: Hex): Promise<bigint> => {
    await gasOf(
      await payer.writeContract({
        ...oracle,
        functionName: 'requestCallback',
        args: [modelId, prompt, zeroAddress, 0n, '0x'],
        value: feeWei,
      }),
    );
    const id = await client.readContract({ ...oracle, functionName: 'requestCount' });
    await pass(settings.assignmentSec + 1);
    await gasOf(
      await operator.writeContract({ ...oracle, functionName: 'submitResult', args: [id, answer, TRACE_ROOT] }),
    );
    return id;
  };
  const mint = async (id: bigint, prompt: Hex, answer: Hex): Promise<number> =>
    gasOf(
      await payer.writeContract({
        ...collection,
        functionName: 'mint',
        args: [payer.account.address, id, prompt, answer],
        value: mintFeeWei,
      }),
    );
  const finalize = async (id: bigint): Promise<void> => {
    await pass(settings.challengeSec);
    await gasOf(await payer.writeContract({ ...oracle, functionName: 'finalize', args: [id] }));
  };
  const minted = async (text: string, answer: Hex): Promise<{ gas: number; tokenId: bigint }> => {
    const prompt = stringToHex(text);
    const id = await answered(prompt, answer);
    await finalize(id);
    return { gas: await mint(id, prompt, answer), tokenId: BigInt(keccak256(prompt)) };
  };

  const early = stringToHex('Shall I compare thee to a winter');
  const earlyId = await answered(early, TEXT);
  const mintProvisional = await mint(earlyId, early, TEXT);
  await finalize(earlyId);
  const settle = await gasOf(
    await buyer.writeContract({ ...collection, functionName: 'settle', args: [BigInt(keccak256(early))] }),
  );
  const { gas: mintText, tokenId } = await minted('Shall I compare thee to a summer', TEXT);
  const picture = await minted('a picture', pictureAnswer());

  await gasOf(
    await payer.writeContract({ ...collection, functionName: 'setApprovalForAll', args: [market.address, true] }),
  );
  const expiresAt = Number((await client.getBlock()).timestamp) + 86_400;
  const list = await gasOf(
    await payer.writeContract({ ...market, functionName: 'list', args: [address, tokenId, PRICE_WEI, expiresAt] }),
  );
  const buy = await gasOf(
    await buyer.writeContract({
      ...market,
      functionName: 'buy',
      args: [address, tokenId, PRICE_WEI],
      value: PRICE_WEI,
    }),
  );
  return {
    mint: mintText,
    'mint-provisional': mintProvisional,
    'mint-picture': picture.gas,
    'mint-settle': settle,
    list,
    'buy-piece': buy,
    'form-words': await storeForm(world, 'tales'),
    'form-picture': await storeForm(world, 'sprites'),
  };
}

/** A golden answer of Sprites: 1,024 numbers of a palette. */
function pictureAnswer(): Hex {
  const golden = goldenSchema.parse(JSON.parse(readFileSync('models/sprites/bundle/golden.json', 'utf8')));
  return z.templateLiteral(['0x', z.string()]).parse(golden.cases[0]?.output);
}

async function storeForm({ actor, contracts, gasOf }: World, model: string): Promise<number> {
  const form = encodeForm(parseManifest(readFileSync(`models/${model}/bundle/manifest.json`)));
  return gasOf(
    await actor(1).writeContract({
      address: contracts.answerForms,
      abi: answerFormsAbi,
      functionName: 'store',
      args: [bytesToHex(form)],
    }),
  );
}
