import { type Address, encodeFunctionData, type Hex, keccak256, parseEther, toHex, zeroAddress } from 'viem';
import { aiOracleAbi, grantsAbi, launchpadAbi, modelGovernorAbi } from '../lib/chain/generated/abis.ts';
import type { World } from './gas-world.ts';

const DAY_SEC = 86_400;
const FOR = 1;

/** One call by the treasury, as the governor takes it. */
type Proposal = { targets: Address[]; values: bigint[]; calldatas: Hex[]; description: string };

/**
 * Gas of a vote from proposal to execution, and of a grant's tranche. The price of an inference is voted on twice: the first
 * vote brings everything into use, the second is measured.
 */
export async function measureGovernance(world: World): Promise<Record<string, number>> {
  const { actor, gasOf, client, contracts, pass } = world;
  const { token, modelId } = await world.launch(parseEther('20'));
  const { governor: address, treasury } = await client.readContract({
    address: contracts.launchpad,
    abi: launchpadAbi,
    functionName: 'launchOf',
    args: [token],
  });
  const governor = { address, abi: modelGovernorAbi } as const;
  const creator = actor(1);
  const other = actor(2);
  const recipient = actor(3);
  await gasOf(await actor(0).sendTransaction({ to: treasury, value: parseEther('3') }));
  await pass(60);

  /** Proposed, carried by the creator who bought first, queued and executed; the gas of each step. */
  async function decide({ targets, values, calldatas, description }: Proposal): Promise<Record<string, number>> {
    const call = [targets, values, calldatas, keccak256(toHex(description))] as const;
    const id = await client.readContract({ ...governor, functionName: 'getProposalId', args: call });
    const propose = await gasOf(
      await creator.writeContract({
        ...governor,
        functionName: 'propose',
        args: [targets, values, calldatas, description],
      }),
    );
    await pass(DAY_SEC + 60);
    const vote = await gasOf(await creator.writeContract({ ...governor, functionName: 'castVote', args: [id, FOR] }));
    await pass(7 * DAY_SEC);
    const queue = await gasOf(await other.writeContract({ ...governor, functionName: 'queue', args: call }));
    await pass(2 * DAY_SEC + 60);
    const execute = await gasOf(await other.writeContract({ ...governor, functionName: 'execute', args: call }));
    return { propose, vote, queue, execute };
  }

  const reprice = (priceEth: string): Proposal => ({
    targets: [contracts.aiOracle],
    values: [0n],
    calldatas: [
      encodeFunctionData({ abi: aiOracleAbi, functionName: 'setPrice', args: [modelId, parseEther(priceEth)] }),
    ],
    description: `# Set the price of an answer to ${priceEth} ETH`,
  });
  await decide(reprice('0.02'));
  const measured = await decide(reprice('0.03'));

  const { execute: grant = 0 } = await decide({
    targets: [contracts.grants],
    values: [parseEther('3')],
    calldatas: [
      encodeFunctionData({
        abi: grantsAbi,
        functionName: 'open',
        args: [
          {
            token,
            recipient: recipient.account.address,
            currency: zeroAddress,
            durationSec: 90 * DAY_SEC,
            amounts: [parseEther('1'), parseEther('1'), parseEther('1')],
            title: 'A better tokenizer',
            milestones: ['Design', 'Training', 'Release'],
          },
        ],
      }),
    ],
    description: '# Grant: a better tokenizer',
  });
  const onGrants = { address: contracts.grants, abi: grantsAbi } as const;
  const announce = async () =>
    gasOf(
      await recipient.writeContract({ ...onGrants, functionName: 'announce', args: [1n, 'ipfs://bafkreievidence'] }),
    );
  const release = async () => gasOf(await other.writeContract({ ...onGrants, functionName: 'release', args: [1n] }));
  await announce();
  await pass(DAY_SEC);
  await release();
  const announceLater = await announce();
  await pass(DAY_SEC);
  const tranche = await release();
  await announce();
  await pass(2);
  const veto = await gasOf(await creator.writeContract({ ...onGrants, functionName: 'object', args: [1n, 2n] }));
  return { ...measured, grant, announce: announceLater, tranche, veto };
}

/** What the figures are made of. */
export const GOVERNANCE_NOTES: Record<string, string> = {
  propose: 'one call with a one-line description; threshold and eligible supply are read from the token',
  vote: "the holder's votes at the snapshot, without a delegation before; the quorum is looked at for its extension",
  queue: 'the operation is scheduled in the treasury',
  execute: 'a new price of an answer, set by the treasury in the registry',
  grant: 'the execution that opens a grant of three milestones and moves its money',
  announce: 'opens the veto window of one milestone',
  tranche: 'pays one milestone after its window',
  veto: 'the objection that stops a milestone',
};
