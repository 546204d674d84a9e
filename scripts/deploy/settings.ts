import { parseEther, parseGwei } from 'viem';
import { LOCAL_CHAIN_ID } from '../../lib/chain/chains.ts';

/** The `OracleSettings` struct of contracts/interfaces/IModelOracle.sol, less the dispute game: `deploy` knows its address. */
export type OracleSettings = {
  resultBondWei: bigint;
  minStakeWei: bigint;
  operatorBps: number;
  callbackGasPriceWei: bigint;
  assignmentSec: number;
  responseSec: number;
  challengeSec: number;
  burnBps: number;
};

/** The `GameSettings` struct of contracts/interfaces/IDisputeGame.sol. */
export type GameSettings = { bondWei: bigint; clockSec: number; burnBps: number };

/** The `PoolSettings` struct of contracts/interfaces/IValidatorPool.sol. */
export type PoolSettings = { stakeWei: bigint; drawn: number; penaltyWei: bigint; exitDelaySec: number };

/**
 * Oracle settings of a chain. A local chain has short times, so that a demonstration takes a minute; others have times
 * in which people can react.
 */
export function oracleSettings(chainId: number): OracleSettings {
  const isLocal = chainId === LOCAL_CHAIN_ID;
  return {
    resultBondWei: parseEther('0.05'),
    minStakeWei: parseEther('0.1'),
    operatorBps: 2000,
    callbackGasPriceWei: parseGwei('2'),
    assignmentSec: isLocal ? 5 : 60,
    responseSec: isLocal ? 120 : 3600,
    challengeSec: isLocal ? 20 : 7200,
    burnBps: 5000,
  };
}

/** Settings of the dispute game of a chain. */
export function gameSettings(chainId: number): GameSettings {
  const isLocal = chainId === LOCAL_CHAIN_ID;
  return { bondWei: parseEther('0.05'), clockSec: isLocal ? 60 : 21_600, burnBps: 5000 };
}

/** Settings of the validators' pool of a chain. The exit delay must be longer than the oracle's challenge window. */
export function poolSettings(chainId: number): PoolSettings {
  const isLocal = chainId === LOCAL_CHAIN_ID;
  return {
    stakeWei: parseEther('0.1'),
    drawn: 2,
    penaltyWei: parseEther('0.001'),
    exitDelaySec: isLocal ? 60 : 172_800,
  };
}

/** What the constructor of contracts/governance/Grants.sol takes: which part of the votes stops a tranche, and how long holders have. */
export type VetoSettings = { vetoBps: number; vetoWindowSec: number };

/** Settings of the grants of a chain. */
export function vetoSettings(chainId: number): VetoSettings {
  const isLocal = chainId === LOCAL_CHAIN_ID;
  return { vetoBps: 1000, vetoWindowSec: isLocal ? 60 : 259_200 };
}
