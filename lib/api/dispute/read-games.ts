import { getAbiItem } from 'viem';
import { disputeGameAbi } from '../../chain/generated/abis.ts';
import { placeLogs, readHead, readLogs } from '../chain/read-logs.ts';
import type { ApiContext } from '../context.ts';
import type { ChainAnswer } from '../with-fallback.ts';
import { playEvent } from './replay-game.ts';
import type { GameDetail } from './types.ts';

const EVENTS = [
  getAbiItem({ abi: disputeGameAbi, name: 'GameOpened' }),
  getAbiItem({ abi: disputeGameAbi, name: 'Revealed' }),
  getAbiItem({ abi: disputeGameAbi, name: 'Picked' }),
  getAbiItem({ abi: disputeGameAbi, name: 'FraudProved' }),
  getAbiItem({ abi: disputeGameAbi, name: 'TimedOut' }),
  getAbiItem({ abi: disputeGameAbi, name: 'GameSettled' }),
] as const;

/** Games replayed from their events, newest first. What a move cost in gas is not asked for. */
export async function readGames(
  api: ApiContext,
  { gameId, requestId }: { gameId?: bigint; requestId?: bigint | undefined } = {},
): Promise<ChainAnswer<GameDetail[]>> {
  const head = await readHead(api);
  const logs = await readLogs(api, { address: api.deployment.contracts.disputeGame, events: EVENTS, head });
  const wanted = gameId === undefined ? logs : logs.filter(({ args }) => args.gameId === gameId);
  const games = new Map<bigint, GameDetail>();
  for (const log of await placeLogs(api, wanted)) {
    const before = games.get(log.args.gameId) ?? null;
    const { id, atSec, blockNumber, txHash } = log;
    const played = playEvent(before, log, { id, atSec, blockNumber, txHash, from: null, gasUsed: null });
    if (played === null) continue;
    games.set(log.args.gameId, { ...played.game, moves: [...(before?.moves ?? []), played.move] });
  }
  const data = [...games.values()]
    .filter((game) => requestId === undefined || game.requestId === requestId)
    .toReversed();
  return { data, blockNumber: head };
}
