import { type Address, getAbiItem, type Hex } from 'viem';
import { modelGovernorAbi, modelTreasuryAbi } from '../../chain/generated/abis.ts';
import { placeLogs, readHead, readLogs } from '../chain/read-logs.ts';
import type { ApiContext } from '../context.ts';
import type { ChainAnswer } from '../with-fallback.ts';
import { MAX_VOTES } from './fields.ts';
import { readLaunch } from './read-launch.ts';
import { countVote, moveProposal, openProposal, voteOf } from './replay-proposal.ts';
import type { ProposalDetail } from './types.ts';

const EVENTS = [
  getAbiItem({ abi: modelGovernorAbi, name: 'ProposalCreated' }),
  getAbiItem({ abi: modelGovernorAbi, name: 'ProposalQueued' }),
  getAbiItem({ abi: modelGovernorAbi, name: 'ProposalExtended' }),
  getAbiItem({ abi: modelGovernorAbi, name: 'ProposalExecuted' }),
  getAbiItem({ abi: modelGovernorAbi, name: 'ProposalCanceled' }),
  getAbiItem({ abi: modelGovernorAbi, name: 'VoteCast' }),
  getAbiItem({ abi: modelGovernorAbi, name: 'VoteCastWithParams' }),
  getAbiItem({ abi: modelTreasuryAbi, name: 'CallExecuted' }),
  getAbiItem({ abi: modelTreasuryAbi, name: 'Cancelled' }),
] as const;

/** The proposals of a model replayed from their events, newest first, with their newest votes. */
export async function readProposals(
  api: ApiContext,
  { token }: { token: Address },
): Promise<ChainAnswer<ProposalDetail[]>> {
  const head = await readHead(api);
  const launch = await readLaunch(api, token);
  if (launch === null) return { data: [], blockNumber: head };
  const { governor, treasury } = launch;
  const logs = await readLogs(api, { address: [governor, treasury], events: EVENTS, head });
  const proposals = new Map<bigint, ProposalDetail>();
  const byOperation = new Map<Hex, bigint>();
  const change = (proposalId: bigint | undefined, next: (row: ProposalDetail) => ProposalDetail) => {
    const row = proposalId === undefined ? undefined : proposals.get(proposalId);
    if (row !== undefined) proposals.set(row.proposalId, next(row));
  };
  for (const log of await placeLogs(api, logs)) {
    const at = { id: log.id, atSec: log.atSec, txHash: log.txHash };
    switch (log.eventName) {
      case 'ProposalCreated': {
        const opened = openProposal(log.args, { token, governor, data: log.data, at });
        proposals.set(opened.proposalId, { ...opened, votes: [] });
        byOperation.set(opened.timelockId, opened.proposalId);
        break;
      }
      case 'VoteCast':
      case 'VoteCastWithParams': {
        const vote = voteOf(log.args, { governor, at });
        change(vote.proposalId, (row) => ({ ...row, ...countVote(row, vote), votes: [vote, ...row.votes] }));
        break;
      }
      case 'CallExecuted':
        change(byOperation.get(log.args.id), (row) => ({ ...row, executedAtSec: at.atSec, executedTx: at.txHash }));
        break;
      case 'Cancelled':
        change(byOperation.get(log.args.id), (row) => ({ ...row, cancelledAtSec: at.atSec, cancelledTx: at.txHash }));
        break;
      default:
        change(log.args.proposalId, (row) => ({ ...row, ...moveProposal(log, at) }));
    }
  }
  const data = [...proposals.values()].toReversed();
  return { data: data.map((row) => ({ ...row, votes: row.votes.slice(0, MAX_VOTES) })), blockNumber: head };
}
