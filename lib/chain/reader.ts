import type { Chain, Client, PublicClient, Transport } from 'viem';
import {
  call,
  estimateContractGas,
  estimateGas,
  getBlock,
  getBlockNumber,
  getCode,
  getContractEvents,
  getGasPrice,
  getLogs,
  getTransaction,
  getTransactionCount,
  getTransactionReceipt,
  multicall,
  readContract,
} from 'viem/actions';

/** What is read of a chain: a public client of viem is one, and brings some 50 KB more. */
export type ChainReader = Pick<
  PublicClient<Transport, Chain>,
  | 'chain'
  | 'call'
  | 'estimateContractGas'
  | 'estimateGas'
  | 'getBlock'
  | 'getBlockNumber'
  | 'getCode'
  | 'getContractEvents'
  | 'getGasPrice'
  | 'getLogs'
  | 'getTransaction'
  | 'getTransactionCount'
  | 'getTransactionReceipt'
  | 'multicall'
  | 'readContract'
>;

/** Reads over a client of viem that has no actions of its own. */
export function chainReader(client: Client<Transport, Chain>): ChainReader {
  return {
    chain: client.chain,
    call: (args) => call(client, args),
    estimateContractGas: (args) => estimateContractGas(client, args as never), // boundary: viem's own decorator has to cast here too
    estimateGas: (args) => estimateGas(client, args),
    getBlock: (args) => getBlock(client, args),
    getBlockNumber: (args) => getBlockNumber(client, args),
    getCode: (args) => getCode(client, args),
    getContractEvents: (args) => getContractEvents(client, args),
    getGasPrice: () => getGasPrice(client),
    getLogs: ((args) => getLogs(client, args)) as ChainReader['getLogs'], // likewise
    getTransaction: (args) => getTransaction(client, args),
    getTransactionCount: (args) => getTransactionCount(client, args),
    getTransactionReceipt: (args) => getTransactionReceipt(client, args),
    multicall: (args) => multicall(client, args),
    readContract: (args) => readContract(client, args),
  };
}
