import {
  type Address,
  concatHex,
  decodeAbiParameters,
  encodeAbiParameters,
  type Hex,
  hexToBigInt,
  keccak256,
  numberToHex,
  parseAbiParameters,
} from 'viem';
import type { Placed } from '../chain/read-logs.ts';
import { storableText } from './storable-text.ts';
import { type ProposalRow, SUPPORTS, type VoteRow } from './types.ts';

/** The events of a governor that move a proposal, as both the indexer and viem give them. */
export type ProposalEvent =
  | { eventName: 'ProposalQueued'; args: { proposalId: bigint; etaSeconds: bigint } }
  | { eventName: 'ProposalExecuted' | 'ProposalCanceled'; args: { proposalId: bigint } }
  | { eventName: 'ProposalExtended'; args: { proposalId: bigint; extendedDeadline: bigint } };

type Created = {
  proposalId: bigint;
  proposer: Address;
  targets: readonly Address[];
  values: readonly bigint[];
  calldatas: readonly Hex[];
  voteStart: bigint;
  voteEnd: bigint;
  description: string;
};
type Place = Pick<Placed, 'id' | 'atSec' | 'txHash'>;

const CREATED = parseAbiParameters(
  'uint256 id, address proposer, address[] targets, uint256[] amounts, bytes[] signatures, bytes[] calls, uint256 start, uint256 finish, bytes text',
);
const OPERATION = parseAbiParameters('address[], uint256[], bytes[], bytes32, bytes32');
const NO_PREDECESSOR = numberToHex(0, { size: 32 });

/**
 * The row of a new proposal. `data` is the event's own: a description that is no UTF-8 has another hash than its text,
 * and with the text's hash the proposal could be neither queued nor executed.
 */
export function openProposal(
  created: Created,
  { token, governor, data, at }: { token: Address; governor: Address; data: Hex; at: Place },
): ProposalRow {
  const descriptionHash = keccak256(decodeAbiParameters(CREATED, data)[8]);
  const calls = { targets: created.targets, values: created.values, calldatas: created.calldatas };
  return {
    id: at.id,
    token,
    governor,
    proposalId: created.proposalId,
    proposer: created.proposer,
    targets: created.targets,
    valuesWei: created.values,
    calldatas: created.calldatas,
    description: storableText(created.description),
    descriptionHash,
    timelockId: timelockIdOf(governor, { ...calls, descriptionHash }),
    createdAtSec: at.atSec,
    snapshotSec: Number(created.voteStart),
    deadlineSec: Number(created.voteEnd),
    isExtended: false,
    forVotes: 0n,
    againstVotes: 0n,
    abstainVotes: 0n,
    voterCount: 0,
    queuedAtSec: null,
    etaSec: null,
    executedAtSec: null,
    cancelledAtSec: null,
    createdTx: at.txHash,
    queuedTx: null,
    executedTx: null,
    cancelledTx: null,
  };
}

/** What an event after the creation changes. */
export type ProposalChange =
  | Pick<ProposalRow, 'queuedAtSec' | 'queuedTx' | 'etaSec'>
  | Pick<ProposalRow, 'deadlineSec' | 'isExtended'>
  | Pick<ProposalRow, 'executedAtSec' | 'executedTx'>
  | Pick<ProposalRow, 'cancelledAtSec' | 'cancelledTx'>;

/** What an event of the governor changes in a proposal. */
export function moveProposal(event: ProposalEvent, at: Place): ProposalChange {
  switch (event.eventName) {
    case 'ProposalQueued':
      return { queuedAtSec: at.atSec, queuedTx: at.txHash, etaSec: Number(event.args.etaSeconds) };
    case 'ProposalExtended':
      return { deadlineSec: Number(event.args.extendedDeadline), isExtended: true };
    case 'ProposalExecuted':
      return { executedAtSec: at.atSec, executedTx: at.txHash };
    case 'ProposalCanceled':
      return { cancelledAtSec: at.atSec, cancelledTx: at.txHash };
    default:
      return event satisfies never;
  }
}

/** A vote with the weight that the governor counted. */
export function voteOf(
  cast: { voter: Address; proposalId: bigint; support: number; weight: bigint; reason: string },
  { governor, at }: { governor: Address; at: Place },
): VoteRow {
  const { voter, proposalId, weight } = cast;
  const reason = storableText(cast.reason);
  // The governor refuses any other number.
  const support = SUPPORTS[cast.support] ?? 'abstain';
  return { id: at.id, governor, proposalId, voter, support, weight, reason, atSec: at.atSec, txHash: at.txHash };
}

/** The sums of a proposal with one more vote. */
export function countVote(
  row: Pick<ProposalRow, 'forVotes' | 'againstVotes' | 'abstainVotes' | 'voterCount'>,
  { support, weight }: Pick<VoteRow, 'support' | 'weight'>,
) {
  return {
    forVotes: row.forVotes + (support === 'for' ? weight : 0n),
    againstVotes: row.againstVotes + (support === 'against' ? weight : 0n),
    abstainVotes: row.abstainVotes + (support === 'abstain' ? weight : 0n),
    voterCount: row.voterCount + 1,
  };
}

/** The calls of a proposal and the hash of what it says: what queueing and executing it take. */
export type ProposalCalls = {
  targets: readonly Address[];
  values: readonly bigint[];
  calldatas: readonly Hex[];
  descriptionHash: Hex;
};

/** The id under which a treasury queues a proposal: OpenZeppelin's `hashOperationBatch` with the governor's salt. */
export function timelockIdOf(governor: Address, proposal: ProposalCalls): Hex {
  const { targets, values, calldatas, descriptionHash } = proposal;
  const left = hexToBigInt(concatHex([governor, numberToHex(0, { size: 12 })]));
  const salt = numberToHex(left ^ hexToBigInt(descriptionHash), { size: 32 });
  return keccak256(encodeAbiParameters(OPERATION, [targets, values, calldatas, NO_PREDECESSOR, salt]));
}

const PROPOSAL = parseAbiParameters('address[], uint256[], bytes[], bytes32');

/** The id of a proposal, as the governor's `hashProposal` makes it. */
export function proposalIdOf({ targets, values, calldatas, descriptionHash }: ProposalCalls): bigint {
  return hexToBigInt(keccak256(encodeAbiParameters(PROPOSAL, [targets, values, calldatas, descriptionHash])));
}
