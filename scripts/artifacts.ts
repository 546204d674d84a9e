import { readFileSync } from 'node:fs';
import type { Abi, Hex } from 'viem';
import { z } from 'zod';

/** The contracts that pages and programs talk to, by the name of their ABI constant; and where Hardhat puts them. */
export const CONTRACTS = {
  modelToken: 'contracts/token/ModelToken.sol/ModelToken',
  bondingCurve: 'contracts/launch/BondingCurve.sol/BondingCurve',
  creatorVesting: 'contracts/launch/CreatorVesting.sol/CreatorVesting',
  modelGovernor: 'contracts/governance/ModelGovernor.sol/ModelGovernor',
  modelTreasury: 'contracts/governance/ModelTreasury.sol/ModelTreasury',
  grants: 'contracts/governance/Grants.sol/Grants',
  launchpad: 'contracts/launch/Launchpad.sol/Launchpad',
  liquidityHook: 'contracts/launch/LiquidityHook.sol/LiquidityHook',
  router: 'contracts/launch/Router.sol/Router',
  aiOracle: 'contracts/oracle/AIOracle.sol/AIOracle',
  opVerifier: 'contracts/dispute/OpVerifier.sol/OpVerifier',
  disputeGame: 'contracts/dispute/DisputeGame.sol/DisputeGame',
  validatorPool: 'contracts/dispute/ValidatorPool.sol/ValidatorPool',
  aigcCollection: 'contracts/nft/AIGCCollection.sol/AIGCCollection',
  aigcRenderer: 'contracts/nft/AIGCRenderer.sol/AIGCRenderer',
  answerForms: 'contracts/nft/AnswerForms.sol/AnswerForms',
  marketplace: 'contracts/nft/Marketplace.sol/Marketplace',
  lens: 'contracts/lens/Lens.sol/Lens',
  weth: 'contracts/token/WETH.sol/WrappedEther',
} as const;

/** A contract as compiled: its ABI and its creation code. */
export type Artifact = { abi: Abi; bytecode: Hex };

const artifactSchema = z.object({ abi: z.array(z.unknown()), bytecode: z.string().regex(/^0x[0-9a-f]+$/) });

/** Reads a compiled contract from Hardhat's `artifacts/`; run `hardhat build` first. */
export function readArtifact(name: keyof typeof CONTRACTS): Artifact {
  return readCompiled(CONTRACTS[name]);
}

/** The same for a contract that is not the product's: a mock, by its path as in `CONTRACTS`. */
export function readCompiled(path: string): Artifact {
  const parsed = artifactSchema.parse(JSON.parse(readFileSync(`artifacts/${path}.json`, 'utf8')));
  return { abi: parsed.abi as Abi, bytecode: parsed.bytecode as Hex };
}
