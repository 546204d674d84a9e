import { type Address, bytesToHex, encodeFunctionData, type Hex } from 'viem';
import { aiOracleAbi } from '../../lib/chain/generated/abis.ts';
import { AppError } from '../../lib/errors/app-error.ts';
import { onChain, revertName } from '../chain/chain-error.ts';
import type { ChainClient } from '../chain/clients.ts';
import type { OracleReader, OracleRequest } from '../chain/oracle.ts';
import type { TxSender } from '../chain/tx-sender.ts';
import { jobOf } from '../engine/job.ts';
import type { EngineResult, RunModel } from '../engine/protocol.ts';
import type { BundleSource } from '../store/bundle-source.ts';

/** What one answer needs. */
export type AnswerTools = {
  client: ChainClient;
  oracle: OracleReader;
  sender: TxSender;
  bundles: BundleSource;
  runModel: RunModel;
};

/** How an attempt to post ended. `taken`: somebody else's answer, or a refund, came first. */
export type PostOutcome = { kind: 'posted'; txHash: Hex } | { kind: 'taken' };

/**
 * Runs the model that a request asks for, after checking that the bundle is the registered one and the input the paid
 * one. Nothing is sent.
 *
 * @throws AppError `engine/failed` for good when the model cannot answer this, retryable ones while parts are missing
 */
export async function computeAnswer(tools: AnswerTools, request: OracleRequest): Promise<EngineResult> {
  return tools.runModel(await jobOf(tools, request));
}

/**
 * Posts an answer. A simulation first, so that a request that is no longer open costs nothing.
 *
 * @throws AppError `chain/reverted` with the reason, or a retryable one
 */
export async function postAnswer(
  tools: AnswerTools,
  requestId: bigint,
  result: EngineResult,
  operator: Address,
): Promise<PostOutcome> {
  const { client, oracle, sender } = tools;
  const args = [requestId, bytesToHex(result.output), bytesToHex(result.traceRoot)] as const;
  const call = { address: oracle.address, abi: aiOracleAbi, functionName: 'submitResult', args } as const;
  try {
    await onChain('simulate answer', () => client.simulateContract({ ...call, account: operator }));
    const receipt = await sender.send({ label: 'answer', to: oracle.address, data: encodeFunctionData(call) });
    if (receipt.status === 'success') return { kind: 'posted', txHash: receipt.transactionHash };
  } catch (error) {
    if (revertName(error) === 'AIOracle_WrongStatus') return { kind: 'taken' };
    if (!(error instanceof AppError) || error.code !== 'chain/reverted' || revertName(error) !== null) throw error;
    // The estimate reverted without a decoded reason: the state below says what happened.
  }
  const [now] = await oracle.requests([requestId]);
  if (now !== undefined && now.status !== 'Requested') return { kind: 'taken' };
  const message = `answer ${requestId}: the transaction reverted`;
  throw new AppError({ code: 'chain/reverted', message, isRetryable: true });
}
