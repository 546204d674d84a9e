import {
  type Address,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
  parseAbi,
  parseSignature,
  type TypedDataDefinition,
} from 'viem';
import type { StepContext } from './types.ts';

/** ERC-2612 and ERC-5267, as every token with permits has them. */
const permitAbi = parseAbi([
  'function nonces(address owner) view returns (uint256)',
  'function allowance(address owner, address spender) view returns (uint256)',
  'function eip712Domain() view returns (bytes1 fields, string name, string version, uint256 chainId, address verifyingContract, bytes32 salt, uint256[] extensions)',
]);

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
      data: encodeFunctionData({ abi: permitAbi, functionName: 'nonces', args: [context.account] }),
    }),
    context.call({ to: permit.token, data: encodeFunctionData({ abi: permitAbi, functionName: 'eip712Domain' }) }),
  ]);
  const nonce = decodeFunctionResult({ abi: permitAbi, functionName: 'nonces', data: nonceData });
  const [, name, version, chainId, verifyingContract] = decodeFunctionResult({
    abi: permitAbi,
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
    data: encodeFunctionData({ abi: permitAbi, functionName: 'allowance', args: [context.account, spender] }),
  });
  return decodeFunctionResult({ abi: permitAbi, functionName: 'allowance', data });
}
