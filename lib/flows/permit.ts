import {
  type Address,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
  parseSignature,
  type TypedDataDefinition,
} from 'viem';
import { modelTokenAbi } from '../chain/generated/abis.ts';
import type { StepContext } from './types.ts';

export type PermitParams = { token: Address; spender: Address; amount: bigint; deadlineSec: bigint };
export type PermitSignature = { v: number; r: Hex; s: Hex };

type Domain = { name: string; version: string; chainId: number; verifyingContract: Address };

/** The EIP-712 message of an ERC-2612 permit. */
export function permitTypedData({
  domain,
  owner,
  nonce,
  permit,
}: {
  domain: Domain;
  owner: Address;
  nonce: bigint;
  permit: PermitParams;
}): TypedDataDefinition {
  return {
    domain,
    primaryType: 'Permit',
    types: {
      Permit: [
        { name: 'owner', type: 'address' },
        { name: 'spender', type: 'address' },
        { name: 'value', type: 'uint256' },
        { name: 'nonce', type: 'uint256' },
        { name: 'deadline', type: 'uint256' },
      ],
    },
    message: { owner, spender: permit.spender, value: permit.amount, nonce, deadline: permit.deadlineSec },
  };
}

/** Reads nonce and domain from the token and asks the wallet to sign. Throws what the wallet throws. */
export async function signPermit(context: StepContext, permit: PermitParams): Promise<PermitSignature> {
  const [nonceData, domainData] = await Promise.all([
    context.call({
      to: permit.token,
      data: encodeFunctionData({ abi: modelTokenAbi, functionName: 'nonces', args: [context.account] }),
    }),
    context.call({ to: permit.token, data: encodeFunctionData({ abi: modelTokenAbi, functionName: 'eip712Domain' }) }),
  ]);
  const nonce = decodeFunctionResult({ abi: modelTokenAbi, functionName: 'nonces', data: nonceData });
  const [, name, version, chainId, verifyingContract] = decodeFunctionResult({
    abi: modelTokenAbi,
    functionName: 'eip712Domain',
    data: domainData,
  });
  const domain = { name, version, chainId: Number(chainId), verifyingContract };
  const { r, s, yParity } = parseSignature(
    await context.signTypedData(permitTypedData({ domain, owner: context.account, nonce, permit })),
  );
  return { r, s, v: yParity + 27 };
}

/** What the spender may already take of the account's tokens. */
export async function readAllowance(context: StepContext, token: Address, spender: Address): Promise<bigint> {
  const data = await context.call({
    to: token,
    data: encodeFunctionData({ abi: modelTokenAbi, functionName: 'allowance', args: [context.account, spender] }),
  });
  return decodeFunctionResult({ abi: modelTokenAbi, functionName: 'allowance', data });
}
