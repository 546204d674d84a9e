import { type Address, bytesToHex, concat, getContractAddress, numberToHex, zeroAddress, zeroHash } from 'viem';

/** Code that returns what follows it, behind a STOP: how AnswerForms keeps data (SSTORE2). */
const RETURN_THE_REST = '0x80600a3d393df300';

/** Where AnswerForms keeps a form: it follows from the bytes. Zero for none, which means plain text. */
export function formAddress(answerForms: Address, form: Uint8Array): Address {
  if (form.length === 0) return zeroAddress;
  const bytecode = concat(['0x61', numberToHex(form.length + 1, { size: 2 }), RETURN_THE_REST, bytesToHex(form)]);
  return getContractAddress({ opcode: 'CREATE2', from: answerForms, salt: zeroHash, bytecode });
}
