import { hexToBytes, toFunctionSelector } from 'viem';
import type { ElementCase, SharedClaim } from './step-case.ts';

const WORD = 32;
const CLAIM = '(bytes32[2],bytes32[4],uint256,uint256,bytes32,uint256,uint256,uint256,bytes32,bytes32,bytes32,bytes32)';
const SELECTOR = hexToBytes(toFunctionSelector(`outcomes(${CLAIM},(bytes32[4],uint256,uint256,bytes32,bytes)[])`));
/** Words of a record, of a claim; of a case before its witness: record, tensor, element, chunk, where the witness is, its length. */

const RECORD_WORDS = 4;
const CLAIM_WORDS = 12 + RECORD_WORDS;
const CASE_WORDS = 5 + RECORD_WORDS;

/** What the contract is told of a case. */
export type ClaimedElement = Pick<ElementCase, 'record' | 'tensor' | 'element' | 'chunk' | 'witness'>;

/**
 * Calldata of OpVerifierBatch.outcomes. Written by hand, because there are hundreds of megabytes of it and a general encoder takes longer
 * than the contract.
 */
export function encodeBatch(shared: SharedClaim, cases: readonly ClaimedElement[]): Uint8Array {
  const padded = (length: number): number => Math.ceil(length / WORD) * WORD;
  const sizes = cases.map(({ witness }) => CASE_WORDS * WORD + padded(witness.length));
  const head = CLAIM_WORDS + 2;
  const total = (head + cases.length) * WORD + sizes.reduce((sum, size) => sum + size, 0);
  const data = new Uint8Array(SELECTOR.length + total);
  data.set(SELECTOR);
  const body = data.subarray(SELECTOR.length);
  const view = new DataView(body.buffer, body.byteOffset);
  const number = (word: number, value: number): void => view.setUint32(word * WORD + 28, value);

  body.set(shared.header, 0);
  number(9, shared.step);
  number(10, shared.steps);
  number(11, shared.inputBytes);
  body.set(shared.inputHash, 12 * WORD);
  body.set(shared.modelHash, 13 * WORD);
  body.set(shared.stepRoot, 14 * WORD);
  body.set(shared.stepsRoot, 15 * WORD);
  number(CLAIM_WORDS, (CLAIM_WORDS + 1) * WORD);
  number(CLAIM_WORDS + 1, cases.length);
  let at = cases.length * WORD;
  cases.forEach((one, index) => {
    number(head + index, at);
    const first = head * WORD + at;
    body.set(one.record, first);
    const rest = first + RECORD_WORDS * WORD;
    view.setUint32(rest + 28, one.tensor);
    view.setUint32(rest + WORD + 28, one.element);
    body.set(one.chunk, rest + 2 * WORD);
    view.setUint32(rest + 3 * WORD + 28, (CASE_WORDS - 1) * WORD);
    view.setUint32(rest + 4 * WORD + 28, one.witness.length);
    body.set(one.witness, first + CASE_WORDS * WORD);
    at += sizes[index] ?? 0;
  });
  return data;
}

/** What the contract said of each case: 0 right, 1 wrong, 2 reverted. */
export function decodeOutcomes(returned: Uint8Array): Uint8Array {
  const length = new DataView(returned.buffer, returned.byteOffset).getUint32(2 * WORD - 4);
  return returned.subarray(2 * WORD, 2 * WORD + length);
}
