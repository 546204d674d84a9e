import { bytesToHex, keccak256, zeroAddress, zeroHash } from 'viem';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../lib/engine/error.ts';
import { AppError } from '../../lib/errors/app-error.ts';
import type { OracleRequest } from '../chain/oracle.ts';
import type { EngineResult, RunModel } from '../engine/protocol.ts';
import { type VerdictTools, verdictOf } from './verdict.ts';

const result: EngineResult = {
  output: Uint8Array.of(1, 2, 3),
  traceRoot: new Uint8Array(32).fill(7),
  stepsRoot: new Uint8Array(32).fill(8),
  steps: 4,
  runMs: 1,
};
const request: OracleRequest = {
  requestId: 1n,
  status: 'Answered',
  modelId: 1n,
  payer: zeroAddress,
  requestedAtSec: 100,
  deadlineSec: 220,
  assignedOperator: zeroAddress,
  assignedUntilSec: 0,
  attempt: 1,
  operator: zeroAddress,
  finalizableAtSec: 140,
  openDisputes: 0,
  inputHash: zeroHash,
  outputHash: keccak256(result.output),
  traceRoot: bytesToHex(result.traceRoot),
};
const HASH = bytesToHex(new Uint8Array(32).fill(9));

/** The tools of a validator whose engine says what is given. */
function tools({ runModel }: { runModel: RunModel }): VerdictTools {
  const job = { cid: 'bundle', modelHash: HASH, programHash: HASH, input: Uint8Array.of(65) };
  return { jobOf: async () => job, runModel };
}

const fails = (error: AppError) => async () => {
  throw error;
};

describe('verdictOf', () => {
  it('finds the answer right only when output and trace root are those of the own run', async () => {
    const honest = tools({ runModel: async () => result });
    expect(await verdictOf(honest, request)).toEqual({ kind: 'right', stepsRoot: bytesToHex(result.stepsRoot) });
    const otherOutput = { ...request, outputHash: zeroHash };
    expect(await verdictOf(honest, otherOutput)).toMatchObject({ kind: 'wrong', why: 'the output is another' });
    const otherTrace = { ...request, traceRoot: zeroHash };
    expect(await verdictOf(honest, otherTrace)).toMatchObject({ kind: 'wrong', why: 'the trace root is another' });
  });

  it('finds every answer wrong to an input that the model refuses', async () => {
    const cause = new EngineError('input/too-long', 'The prompt has 900 bytes, more than 128.');
    const runModel = fails(new AppError({ code: 'engine/failed', message: cause.message, cause }));
    expect(await verdictOf(tools({ runModel }), request)).toMatchObject({ kind: 'wrong' });
  });

  it('says nothing about a model that cannot be had whole', async () => {
    const notRegistered = new AppError({ code: 'engine/failed', message: 'its hashes are not the registered ones' });
    const other = { jobOf: fails(notRegistered), runModel: async () => result };
    expect(await verdictOf(other, request)).toMatchObject({ kind: 'unverifiable', why: notRegistered.message });
    const cause = new EngineError('program/malformed', 'The program is not JSON.');
    const runModel = fails(new AppError({ code: 'engine/failed', message: cause.message, cause }));
    expect(await verdictOf(tools({ runModel }), request)).toMatchObject({ kind: 'unverifiable' });
  });

  it('passes on what may be better later', async () => {
    const runModel = fails(new AppError({ code: 'engine/failed', message: 'stopping', isRetryable: true }));
    await expect(verdictOf(tools({ runModel }), request)).rejects.toMatchObject({ isRetryable: true });
  });
});
