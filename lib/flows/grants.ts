import { type Address, encodeFunctionData } from 'viem';
import { grantsAbi } from '../chain/generated/abis.ts';
import type { Flow } from './types.ts';

type OfGrant = { grants: Address; grantId: bigint };

/** Says that the next milestone is done; only the recipient. */
export function announceFlow({
  grants,
  grantId,
  evidenceURI,
  tranche,
}: OfGrant & { evidenceURI: string; tranche: number }): Flow {
  const data = encodeFunctionData({ abi: grantsAbi, functionName: 'announce', args: [grantId, evidenceURI] });
  return {
    kind: 'announce',
    key: `grant:${grantId}:announce:${tranche}`,
    title: `Announce milestone ${tranche + 1}`,
    summary: `Grant ${grantId}: holders can object from now on`,
    done: `Announced milestone ${tranche + 1}`,
    steps: [{ id: 'announce', label: 'Announce', prepare: async () => ({ to: grants, data, value: 0n }) }],
  };
}

/** Objects to the announced milestone with all votes the account had then; it cannot be taken back. */
export function objectFlow({ grants, grantId, tranche, votes }: OfGrant & { tranche: number; votes: string }): Flow {
  const data = encodeFunctionData({ abi: grantsAbi, functionName: 'object', args: [grantId, BigInt(tranche)] });
  return {
    kind: 'object',
    key: `grant:${grantId}:object:${tranche}`,
    title: `Object to milestone ${tranche + 1}`,
    summary: `Grant ${grantId}, with ${votes} votes`,
    done: `Objected to milestone ${tranche + 1}`,
    steps: [{ id: 'object', label: 'Object', prepare: async () => ({ to: grants, data, value: 0n }) }],
  };
}

/** Pays an announced milestone that nobody stopped; anyone may. */
export function releaseFlow({ grants, grantId, tranche, amount }: OfGrant & { tranche: number; amount: string }): Flow {
  const data = encodeFunctionData({ abi: grantsAbi, functionName: 'release', args: [grantId] });
  return {
    kind: 'release',
    key: `grant:${grantId}:release:${tranche}`,
    title: `Pay milestone ${tranche + 1}`,
    summary: `${amount} to the recipient of grant ${grantId}`,
    done: `Paid milestone ${tranche + 1}`,
    steps: [{ id: 'release', label: 'Pay', prepare: async () => ({ to: grants, data, value: 0n }) }],
  };
}

/** Sends back what was stopped, cut off, or not announced in time; anyone may. */
export function returnMoneyFlow({ grants, grantId }: OfGrant): Flow {
  const data = encodeFunctionData({ abi: grantsAbi, functionName: 'returnMoney', args: [grantId] });
  return {
    kind: 'returnMoney',
    key: `grant:${grantId}:return`,
    title: 'Send the rest back',
    summary: `Grant ${grantId}: what is not paid goes to the treasury`,
    done: 'Sent back to the treasury',
    steps: [{ id: 'return', label: 'Send back', prepare: async () => ({ to: grants, data, value: 0n }) }],
  };
}
