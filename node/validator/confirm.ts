import { type Address, encodeFunctionData, type Hex } from 'viem';
import { validatorPoolAbi } from '../../lib/chain/generated/abis.ts';
import { AppError } from '../../lib/errors/app-error.ts';
import { onChain, revertName } from '../chain/chain-error.ts';
import type { ChainClient } from '../chain/clients.ts';
import type { OracleRequest } from '../chain/oracle.ts';
import type { TxSender } from '../chain/tx-sender.ts';
import type { PoolReader } from '../chain/validator-pool.ts';
import { commitmentOf } from './commitment.ts';

/** How a confirmation ended. `not-drawn` also when the window has closed or the answer is gone. */
export type ConfirmOutcome = 'confirmed' | 'confirmed-before' | 'not-drawn';

/** Reverts that say there is nothing to confirm any more. */
const NOTHING: ReadonlySet<string | null> = new Set(['ValidatorPool_NotDrawn', 'ValidatorPool_WindowClosed']);

/** Confirms a right answer, if the validator is drawn for it and has not done so. Throws `AppError`. */
export async function confirmResult(
  tools: { client: ChainClient; pool: PoolReader; sender: TxSender },
  request: OracleRequest,
  stepsRoot: Hex,
): Promise<ConfirmOutcome> {
  const { client, pool, sender } = tools;
  const { requestId, attempt } = request;
  const validator: Address = sender.address;
  const drawn = await pool.drawnOne(requestId, attempt, validator);
  if (drawn === null) return 'not-drawn';
  const commitment = commitmentOf({ stepsRoot, validator, requestId, attempt });
  if (drawn.commitment === commitment) return 'confirmed-before';
  const args = [requestId, commitment] as const;
  const call = { address: pool.address, abi: validatorPoolAbi, functionName: 'confirm', args } as const;
  try {
    await onChain('simulate confirm', () => client.simulateContract({ ...call, account: validator }));
    const receipt = await sender.send({ label: 'confirm', to: pool.address, data: encodeFunctionData(call) });
    if (receipt.status === 'success') return 'confirmed';
  } catch (error) {
    if (NOTHING.has(revertName(error))) return 'not-drawn';
    throw error;
  }
  const message = `confirm ${requestId}: the transaction reverted`;
  throw new AppError({ code: 'chain/reverted', message, isRetryable: true });
}
