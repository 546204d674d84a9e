import type { Address, Hex, TransactionReceipt, TypedDataDefinition } from 'viem';
import type { AppError } from '../errors/app-error.ts';

/** One contract call, ready to be simulated and sent. */
export type FlowCall = { to: Address; data: Hex; value: bigint };

/** What a step may use while it is prepared: the account that runs it, reads of the chain, and the wallet's signature. */
export type StepContext = {
  account: Address;
  chainId: number;
  /** `eth_call`; throws as viem does. */
  call: (call: { to: Address; data: Hex }) => Promise<Hex>;
  /** Whether code lives at an address (a smart account cannot sign an ERC-2612 permit). */
  hasCode: (address: Address) => Promise<boolean>;
  /** Asks the wallet for an EIP-712 signature. */
  signTypedData: (data: TypedDataDefinition) => Promise<Hex>;
  nowSec: () => number;
};

/** One step of a flow. `prepare` gives the call to send, or null when the step turns out not to be needed. */
export type FlowStep = { id: string; label: string; prepare: (context: StepContext) => Promise<FlowCall | null> };

/** A user transaction as data. `key` names the deed, so that it cannot be started twice at once. */
export type Flow = {
  kind:
    | 'buy'
    | 'sell'
    | 'launch'
    | 'prompt'
    | 'claim'
    | 'snapshot'
    | 'refund'
    | 'finalize'
    | 'burn'
    | 'challenge'
    | 'playMove'
    | 'timeout'
    | 'settleGame'
    | 'graduate'
    | 'collectFees'
    | 'mintPiece'
    | 'bringAnswer'
    | 'burnVoid'
    | 'listPiece'
    | 'cancelListing'
    | 'buyPiece'
    | 'withdrawCredit'
    | 'propose'
    | 'vote'
    | 'queue'
    | 'execute'
    | 'cancelProposal'
    | 'delegate'
    | 'announce'
    | 'object'
    | 'release'
    | 'returnMoney';
  key: string;
  /** The deed in the imperative: "Buy SPCA". */
  title: string;
  /** One line with the numbers: "0.1 ETH for at least 12.3K SPCA". */
  summary: string;
  /** The outcome: "Bought SPCA". */
  done: string;
  /** A clock runs: done with the receipt, without waiting for the indexer. */
  isUrgent?: true;
  steps: readonly FlowStep[];
};

/** What a transaction was, kept while it is pending so that a reload loses nothing. */
export type PendingRecord = {
  hash: Hex;
  chainId: number;
  from: Address;
  to: Address;
  nonce: number;
  data: Hex;
  value: string;
  key: string;
  title: string;
  summary: string;
  done: string;
  submittedAtMs: number;
  /** The block that was newest when it was sent. */
  fromBlock: string;
};

/** How a watched transaction ended. */
export type TransactionOutcome =
  | { kind: 'confirmed'; hash: Hex; receipt: TransactionReceipt; repriced: boolean }
  | { kind: 'reverted'; hash: Hex; receipt: TransactionReceipt }
  | { kind: 'replaced'; hash: Hex }
  | { kind: 'cancelled'; hash: Hex }
  | { kind: 'dropped' };

/** What a flow tells while it runs, for the toast. */
export type FlowEvent =
  | { kind: 'checking'; step: FlowStep; index: number; count: number }
  | { kind: 'confirm'; step: FlowStep; index: number; count: number }
  | { kind: 'submitted'; step: FlowStep; index: number; count: number; hash: Hex }
  | { kind: 'indexing'; hash: Hex };

/** How a flow ended. `isIndexed` is false when the indexer could not be asked, null when it was not: the receipt is in all the same. */
export type FlowResult =
  | { kind: 'done'; hash: Hex; receipt: TransactionReceipt; isIndexed: boolean | null }
  | { kind: 'rejected' }
  | { kind: 'duplicate' }
  | { kind: 'replaced'; hash: Hex }
  | { kind: 'cancelled'; hash: Hex }
  | { kind: 'failed'; error: AppError; hash: Hex | null };
