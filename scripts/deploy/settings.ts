import { type Address, parseEther, parseGwei, zeroAddress } from 'viem';
import { LOCAL_CHAIN_ID } from '../../lib/chain/chains.ts';

/** The `OracleSettings` struct of contracts/interfaces/IModelOracle.sol. */
export type OracleSettings = {
  resultBondWei: bigint;
  minStakeWei: bigint;
  operatorBps: number;
  callbackGasPriceWei: bigint;
  assignmentSec: number;
  responseSec: number;
  challengeSec: number;
  burnBps: number;
  disputeGame: Address;
};

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
    disputeGame: zeroAddress,
  };
}
