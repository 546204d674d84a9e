import { readFileSync } from 'node:fs';
import { type Address, getAddress, isAddress } from 'viem';
import { z } from 'zod';
import type { Deployment } from '../chain/deployment.ts';
import { AppError } from '../errors/app-error.ts';

const address = z
  .string()
  .refine((value) => isAddress(value, { strict: false }), 'must be an address')
  .transform((value): Address => getAddress(value));

const schema = z.object({
  chainId: z.number().int().positive(),
  startBlock: z.number().int().nonnegative(),
  contracts: z.object({
    aiOracle: address,
    disputeGame: address,
    opVerifier: address,
    validatorPool: address,
    launchpad: address,
    liquidityHook: address,
    router: address,
    grants: address,
    answerForms: address,
    aigcRenderer: address,
    marketplace: address,
    poolManager: address,
    stateView: address,
    v4Quoter: address,
    lens: address,
    weth: address,
    multicall3: address,
    modelTokenImplementation: address,
    bondingCurveImplementation: address,
    creatorVestingImplementation: address,
    modelGovernorImplementation: address,
    modelTreasuryImplementation: address,
    aigcCollectionImplementation: address,
  }),
});

/**
 * Reads a file in the form of `deployments/<chainId>.json`.
 *
 * @throws AppError `config/invalid` when it cannot be read or has another form
 */
export function readDeploymentFile(file: string): Deployment {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new AppError({ code: 'config/invalid', message: `Bad deployment file ${file}`, cause });
  }
}
