import { readFileSync } from 'node:fs';
import type { Abi, Hex } from 'viem';
import { z } from 'zod';
import type { Artifact } from './artifacts.ts';

/** Uniswap v4 as its packages built it: nothing of it is compiled here. By the name of the ABI constant. */
export const UNISWAP = {
  poolManager: '@uniswap/v4-core/out/PoolManager.sol/PoolManager.json',
  stateView: '@uniswap/v4-periphery/foundry-out/StateView.sol/StateView.json',
  v4Quoter: '@uniswap/v4-periphery/foundry-out/V4Quoter.sol/V4Quoter.json',
} as const;

/** One of Uniswap's contracts. */
export type UniswapName = keyof typeof UNISWAP;

const foundrySchema = z.object({
  abi: z.array(z.unknown()),
  bytecode: z.object({ object: z.string().regex(/^0x[0-9a-f]+$/) }),
});

/** Reads a contract from the artifacts that Uniswap's packages carry. */
export function readUniswapArtifact(name: UniswapName): Artifact {
  const parsed = foundrySchema.parse(JSON.parse(readFileSync(`node_modules/${UNISWAP[name]}`, 'utf8')));
  return { abi: parsed.abi as Abi, bytecode: parsed.bytecode.object as Hex };
}
