import { readFileSync } from 'node:fs';
import { type Abi, type Address, type Hex, parseAbi } from 'viem';
import { z } from 'zod';
import type { World } from '../gas-world.ts';

export const v2RouterAbi = parseAbi([
  'function addLiquidityETH(address token, uint256 amountTokenDesired, uint256 amountTokenMin, uint256 amountETHMin, address to, uint256 deadline) payable returns (uint256, uint256, uint256)',
  'function swapExactETHForTokens(uint256 amountOutMin, address[] path, address to, uint256 deadline) payable returns (uint256[])',
  'function swapExactTokensForETH(uint256 amountIn, uint256 amountOutMin, address[] path, address to, uint256 deadline) returns (uint256[])',
]);

const builtSchema = z.object({ abi: z.array(z.unknown()), bytecode: z.string().regex(/^[0-9a-f]+$/) });

/** Uniswap v2 as its packages built it. */
export async function deployUniswapV2(world: World): Promise<Address> {
  const deploy = async (path: string, args: readonly unknown[]) => {
    const { abi, bytecode } = builtSchema.parse(JSON.parse(readFileSync(`node_modules/@uniswap/${path}`, 'utf8')));
    return world.deploy({ abi: abi as Abi, bytecode: `0x${bytecode}` as Hex }, args);
  };
  const owner = world.actor(0).account.address;
  const factory = await deploy('v2-core/build/UniswapV2Factory.json', [owner]);
  return deploy('v2-periphery/build/UniswapV2Router02.json', [factory, world.contracts.weth]);
}
