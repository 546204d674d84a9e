import { bytesToHex, type Hex, keccak256 } from 'viem';
import { EngineError } from '../../lib/engine/error.ts';
import { AppError } from '../../lib/errors/app-error.ts';
import type { OracleRequest } from '../chain/oracle.ts';
import type { EngineJob, EngineResult, RunModel } from '../engine/protocol.ts';

/**
 * What a run of one's own says of a posted answer. `unverifiable`: there is no run to compare with, because the registered
 * model cannot be had whole; nothing can be proved then, in either direction.
 */
export type Verdict =
  | { kind: 'right'; stepsRoot: Hex }
  | { kind: 'wrong'; why: string }
  | { kind: 'unverifiable'; why: string };

/** What a verdict needs. */
export type VerdictTools = { jobOf: (request: OracleRequest) => Promise<EngineJob>; runModel: RunModel };

/** Runs the model of an answered request again and compares. Throws retryable `AppError`s while parts are missing. */
export async function verdictOf(tools: VerdictTools, request: OracleRequest): Promise<Verdict> {
  try {
    const result = await tools.runModel(await tools.jobOf(request));
    return compare(request, result);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'engine/failed' || error.isRetryable) throw error;
    if (isRefusedInput(error)) return { kind: 'wrong', why: 'the model has no answer to this input' };
    return { kind: 'unverifiable', why: error.message };
  }
}

/** What a result of one's own says of the answer that a request has. */
export function compare(request: Pick<OracleRequest, 'outputHash' | 'traceRoot'>, result: EngineResult): Verdict {
  if (keccak256(result.output) !== request.outputHash) return { kind: 'wrong', why: 'the output is another' };
  if (bytesToHex(result.traceRoot) !== request.traceRoot) return { kind: 'wrong', why: 'the trace root is another' };
  return { kind: 'right', stepsRoot: bytesToHex(result.stepsRoot) };
}

/** Whether the engine refused the input itself, so that no answer to it can be right. */
function isRefusedInput(error: AppError): boolean {
  return error.cause instanceof EngineError && error.cause.code.startsWith('input/');
}
