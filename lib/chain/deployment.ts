import type { Address } from 'viem';
import { AppError } from '../errors/app-error.ts';
import { deployments } from './generated/deployments.ts';

/** The contracts of one deployment. */
export type ContractName =
  | 'aiOracle'
  | 'disputeGame'
  | 'opVerifier'
  | 'validatorPool'
  | 'launchpad'
  | 'liquidityHook'
  | 'router'
  | 'grants'
  | 'answerForms'
  | 'aigcRenderer'
  | 'marketplace'
  | 'poolManager'
  | 'stateView'
  | 'v4Quoter'
  | 'lens'
  | 'weth'
  | 'multicall3'
  | 'modelTokenImplementation'
  | 'bondingCurveImplementation'
  | 'creatorVestingImplementation'
  | 'modelGovernorImplementation'
  | 'modelTreasuryImplementation'
  | 'aigcCollectionImplementation';

/** What the deploy script wrote to `deployments/<chainId>.json`. `startBlock` is where the first of our events can be. */
export type Deployment = { chainId: number; startBlock: number; contracts: Record<ContractName, Address> };

/**
 * The deployment on a chain.
 *
 * @throws AppError `chain/unknown-deployment` when nothing was deployed there
 */
export function deploymentOf(chainId: number): Deployment {
  const found: Deployment | undefined = deployments[chainId];
  if (found === undefined) {
    throw new AppError({ code: 'chain/unknown-deployment', message: `OpenIMO is not deployed on chain ${chainId}.` });
  }
  return found;
}

/** Ids of the chains that have a deployment. */
export function deployedChainIds(): number[] {
  return Object.keys(deployments).map(Number);
}
