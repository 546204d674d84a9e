import { readFileSync } from 'node:fs';
import { type Abi, isHex } from 'viem';

/** A contract of `contracts/mocks`, as compiled. */
export function readMock(name: string): { abi: Abi; bytecode: `0x${string}` } {
  const path = `artifacts/contracts/mocks/${name}.sol/${name}.json`;
  const { abi, bytecode } = JSON.parse(readFileSync(path, 'utf8')) as { abi: Abi; bytecode: unknown };
  if (!isHex(bytecode)) throw new Error(`${path} has no code`);
  return { abi, bytecode };
}
