import { encodeFunctionData } from 'viem';
import { disputeGameAbi } from '../../lib/chain/generated/abis.ts';
import { AppError } from '../../lib/errors/app-error.ts';
import { onChain, revertName } from '../chain/chain-error.ts';
import type { OracleRequest } from '../chain/oracle.ts';
import type { GameTools } from '../games/move.ts';

/** How opening a game ended. `gone`: the answer no longer stands, or its window has closed. */
export type OpenOutcome = 'opened' | 'gone';

/** Reverts that say the answer can no longer be challenged. */
const GONE: ReadonlySet<string | null> = new Set([
  'DisputeGame_NotAnswered',
  'DisputeGame_OtherAnswer',
  'AIOracle_WrongStatus',
  'AIOracle_DeadlinePassed',
]);

/** Opens a game on the answer that a request has, with the bond. Throws `AppError`. */
export async function openGame(tools: GameTools, request: OracleRequest): Promise<OpenOutcome> {
  const { client, games, sender, solve } = tools;
  const { requestId, outputHash, traceRoot } = request;
  const { cid, modelHash, programHash } = await tools.jobOf(request);
  const head = await solve({ kind: 'open', cid, modelHash, programHash });
  if (head.kind !== 'open') throw new AppError({ code: 'internal', message: 'the solver answered another question' });
  const args = [requestId, outputHash, traceRoot, head.header, head.recordsRoot] as const;
  const call = { address: games.address, abi: disputeGameAbi, functionName: 'open', args } as const;
  const value = await games.bondWei();
  try {
    await onChain('simulate open', () => client.simulateContract({ ...call, value, account: sender.address }));
    const receipt = await sender.send({ label: 'open', to: games.address, data: encodeFunctionData(call), value });
    if (receipt.status === 'success') return 'opened';
  } catch (error) {
    if (GONE.has(revertName(error))) return 'gone';
    throw error;
  }
  const message = `open on request ${requestId}: the transaction reverted`;
  throw new AppError({ code: 'chain/reverted', message, isRetryable: true });
}
