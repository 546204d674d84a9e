import { decodeFunctionData, encodeAbiParameters, encodeEventTopics, type Log } from 'viem';
import { describe, expect, it } from 'vitest';
import { disputeGameAbi } from '../chain/generated/abis.ts';
import type { ProgramProof } from '../dispute/moves.ts';
import { gameIdOf, openChallengeFlow, playMoveFlow, settleGameFlow, timeoutFlow } from './dispute.ts';
import type { Flow, FlowCall, StepContext } from './types.ts';

const GAME = '0x00000000000000000000000000000000000000c1';
const OTHER = '0x00000000000000000000000000000000000000c2';
const ACCOUNT = '0x00000000000000000000000000000000000000A1';
const word = (byte: string) => `0x${byte.repeat(32)}` as const;
const claim = { outputHash: word('07'), traceRoot: word('08') };
const head = { header: [word('01'), word('02')], recordsRoot: word('03') } as const;
const program: ProgramProof = {
  ...head,
  record: [word('04'), word('05'), word('06'), word('07')],
  siblings: [word('08')],
};

const context: StepContext = {
  account: ACCOUNT,
  chainId: 31_337,
  call: async () => '0x',
  hasCode: async () => false,
  signTypedData: async () => '0x',
  nowSec: () => 0,
};

async function callOf(flow: Flow): Promise<FlowCall> {
  expect(flow.steps).toHaveLength(1);
  const call = await flow.steps[0]?.prepare(context);
  if (call === undefined || call === null) throw new Error('nothing to send');
  expect(call.to).toBe(GAME);
  return call;
}

const decoded = (call: FlowCall) => decodeFunctionData({ abi: disputeGameAbi, data: call.data });

function openedLog(address: `0x${string}`, gameId: bigint): Log {
  return {
    address,
    topics: encodeEventTopics({
      abi: disputeGameAbi,
      eventName: 'GameOpened',
      args: { gameId, requestId: 5n, challenger: ACCOUNT },
    }) as [`0x${string}`],
    data: encodeAbiParameters(
      [{ type: 'address' }, { type: 'uint256' }, { type: 'uint256' }, { type: 'uint256' }],
      [OTHER, 1n, 40n, 7n],
    ),
    blockHash: null,
    blockNumber: null,
    logIndex: null,
    transactionHash: null,
    transactionIndex: null,
    removed: false,
  };
}

describe('openChallengeFlow', () => {
  it('sends exactly the bond, the claim and the program’s head', async () => {
    const call = await callOf(openChallengeFlow({ disputeGame: GAME, requestId: 5n, bondWei: 7n, claim, head }));
    expect(call.value).toBe(7n);
    expect(decoded(call)).toEqual({
      functionName: 'open',
      args: [5n, claim.outputHash, claim.traceRoot, head.header, head.recordsRoot],
    });
  });
});

describe('playMoveFlow', () => {
  const choice = { index: 3, child: word('0a'), siblings: [word('0b')] };

  it('sends a pick without value and as urgent', async () => {
    const flow = playMoveFlow({
      disputeGame: GAME,
      gameId: 2n,
      moveCount: 4,
      move: { kind: 'pick', choice, program },
    });
    expect(flow.isUrgent).toBe(true);
    const call = await callOf(flow);
    expect(call.value).toBe(0n);
    expect(decoded(call)).toEqual({ functionName: 'pick', args: [2n, choice, program] });
  });

  it('has another key for each turn, so that a slow node cannot make the same move twice', () => {
    const key = (moveCount: number) =>
      playMoveFlow({ disputeGame: GAME, gameId: 2n, moveCount, move: { kind: 'pick', choice, program } }).key;
    expect(key(4)).not.toBe(key(6));
  });

  it('sends a proof of wrong lengths', async () => {
    const move = { kind: 'proveShape', ...head } as const;
    expect(decoded(await callOf(playMoveFlow({ disputeGame: GAME, gameId: 2n, moveCount: 1, move })))).toEqual({
      functionName: 'proveShape',
      args: [2n, head.header, head.recordsRoot],
    });
  });
});

describe('timeoutFlow and settleGameFlow', () => {
  it('name the game and send no value', async () => {
    for (const [flow, functionName] of [
      [timeoutFlow({ disputeGame: GAME, gameId: 9n }), 'timeout'],
      [settleGameFlow({ disputeGame: GAME, gameId: 9n }), 'settle'],
    ] as const) {
      const call = await callOf(flow);
      expect(call.value).toBe(0n);
      expect(decoded(call)).toEqual({ functionName, args: [9n] });
    }
  });
});

describe('gameIdOf', () => {
  it('reads the id of this contract’s event and no other’s', () =>
    expect(gameIdOf([openedLog(OTHER, 8n), openedLog(GAME, 9n)], GAME)).toBe(9n));
  it('throws where there is none', () => expect(() => gameIdOf([openedLog(OTHER, 8n)], GAME)).toThrow('no game'));
});
