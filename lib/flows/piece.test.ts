import {
  type Address,
  decodeFunctionData,
  encodeFunctionResult,
  keccak256,
  parseEther,
  toFunctionSelector,
} from 'viem';
import { describe, expect, it } from 'vitest';
import { aigcCollectionAbi, marketplaceAbi } from '../chain/generated/abis.ts';
import { bringAnswerFlow, burnVoidFlow, mintFlow, tokenIdOf } from './piece.ts';
import { buyPieceFlow, cancelListingFlow, listPieceFlow } from './piece-market.ts';
import type { Flow, StepContext } from './types.ts';

const ACCOUNT = '0x00000000000000000000000000000000000000A1';
const COLLECTION = '0x0000000000000000000000000000000000000001';
const MARKET = '0x0000000000000000000000000000000000000002';
const NOBODY = '0x0000000000000000000000000000000000000000';
const PROMPT = '0x616263';
const piece = { collection: COLLECTION, tokenId: tokenIdOf(PROMPT), symbol: 'AAA' } as const;

/** A chain on which the market has the approvals given here. */
function contextOf({ approved = NOBODY, forAll = false }: { approved?: Address; forAll?: boolean } = {}): StepContext {
  return {
    account: ACCOUNT,
    chainId: 31_337,
    call: async ({ data }) =>
      data.startsWith(toFunctionSelector('getApproved(uint256)'))
        ? encodeFunctionResult({ abi: aigcCollectionAbi, functionName: 'getApproved', result: approved })
        : encodeFunctionResult({ abi: aigcCollectionAbi, functionName: 'isApprovedForAll', result: forAll }),
    hasCode: async () => false,
    signTypedData: async () => '0x',
    nowSec: () => 0,
  };
}

const callsOf = async (flow: Flow, context = contextOf()) =>
  (await Promise.all(flow.steps.map((step) => step.prepare(context)))).filter((call) => call !== null);
const decoded = (abi: typeof aigcCollectionAbi, data: `0x${string}` | undefined) =>
  decodeFunctionData({ abi, data: data ?? '0x' });

describe('flows of a piece', () => {
  it('a token has the hash of its prompt as its id', () => {
    expect(piece.tokenId).toBe(BigInt(keccak256(PROMPT)));
  });

  it('mints with the answer, or with nothing, for exactly the fee', async () => {
    const mint = { piece, to: ACCOUNT, requestId: 7n, prompt: PROMPT, feeWei: 5n } as const;
    const [call] = await callsOf(mintFlow({ ...mint, answer: '0x01' }));
    expect(call).toMatchObject({ to: COLLECTION, value: 5n });
    expect(decoded(aigcCollectionAbi, call?.data)).toEqual({
      functionName: 'mint',
      args: [ACCOUNT, 7n, PROMPT, '0x01'],
    });
    const [bare] = await callsOf(mintFlow({ ...mint, answer: null }));
    expect(decoded(aigcCollectionAbi, bare?.data).args).toEqual([ACCOUNT, 7n, PROMPT, '0x']);
  });

  it('adds an answer where there was none, and updates one that was', async () => {
    const bring = { piece, prompt: PROMPT, answer: '0x02' } as const;
    const [first] = await callsOf(bringAnswerFlow({ ...bring, hasAnswer: false }));
    expect(decoded(aigcCollectionAbi, first?.data)).toEqual({
      functionName: 'addAigcData',
      args: [piece.tokenId, PROMPT, '0x02', '0x'],
    });
    const [next] = await callsOf(bringAnswerFlow({ ...bring, hasAnswer: true }));
    expect(decoded(aigcCollectionAbi, next?.data)).toEqual({ functionName: 'update', args: [PROMPT, '0x02'] });
  });

  it('burns what is void', async () => {
    const [call] = await callsOf(burnVoidFlow({ piece, feeWei: 5n }));
    expect(decoded(aigcCollectionAbi, call?.data)).toEqual({ functionName: 'burnVoid', args: [piece.tokenId] });
  });
});

describe('flows of the market', () => {
  const listing = { piece, market: MARKET, priceWei: parseEther('0.5'), expiresAtSec: 99 } as const;

  it('asks for an approval of this one piece, and only where the market has none', async () => {
    const calls = await callsOf(listPieceFlow(listing));
    expect(calls.map(({ to }) => to)).toEqual([COLLECTION, MARKET]);
    expect(decoded(aigcCollectionAbi, calls[0]?.data)).toEqual({
      functionName: 'approve',
      args: [MARKET, piece.tokenId],
    });
    expect(decodeFunctionData({ abi: marketplaceAbi, data: calls[1]?.data ?? '0x' })).toEqual({
      functionName: 'list',
      args: [COLLECTION, piece.tokenId, parseEther('0.5'), 99],
    });
    for (const approval of [{ approved: MARKET }, { forAll: true }] as const) {
      expect((await callsOf(listPieceFlow(listing), contextOf(approval))).map(({ to }) => to)).toEqual([MARKET]);
    }
    expect(await callsOf(listPieceFlow(listing), contextOf({ approved: ACCOUNT }))).toHaveLength(2);
  });

  it('pays the price that was seen, and no more', async () => {
    const [call] = await callsOf(buyPieceFlow({ piece, market: MARKET, priceWei: 9n }));
    expect(call).toMatchObject({ to: MARKET, value: 9n });
    expect(decodeFunctionData({ abi: marketplaceAbi, data: call?.data ?? '0x' })).toEqual({
      functionName: 'buy',
      args: [COLLECTION, piece.tokenId, 9n],
    });
  });

  it('takes a listing back', async () => {
    const [call] = await callsOf(cancelListingFlow({ piece, market: MARKET }));
    expect(decodeFunctionData({ abi: marketplaceAbi, data: call?.data ?? '0x' })).toEqual({
      functionName: 'cancel',
      args: [COLLECTION, piece.tokenId],
    });
  });

  it('one piece is in one transaction at a time', () => {
    const keys = [
      listPieceFlow(listing),
      cancelListingFlow({ piece, market: MARKET }),
      burnVoidFlow({ piece, feeWei: 0n }),
    ];
    expect(new Set(keys.map(({ key }) => key)).size).toBe(1);
  });
});
