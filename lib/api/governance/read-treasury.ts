import { type Address, erc20Abi, isAddressEqual, multicall3Abi, zeroAddress } from 'viem';
import { creatorVestingAbi, modelTokenAbi } from '../../chain/generated/abis.ts';
import { toAppError } from '../../errors/decode.ts';
import type { Currency } from '../../governance/currency.ts';
import { readHead } from '../chain/read-logs.ts';
import { type ApiContext, nowSecOf } from '../context.ts';
import type { Read } from '../types.ts';
import type { Governance } from './get-governance.ts';

/** The creator's part of the supply, which a contract releases bit by bit. */
export type VestingState = {
  address: Address;
  owner: Address;
  releasedTokens: bigint;
  releasableTokens: bigint;
  lockedTokens: bigint;
  startSec: number;
  cliffSec: number;
  endSec: number;
};

/** What a treasury holds now; a balance that could not be read is null. */
export type TreasuryState = {
  balances: { currency: Currency; amount: bigint | null }[];
  /** Tokens of the model itself; they have no votes. */
  modelTokens: bigint;
  vesting: VestingState | null;
};

/**
 * The balances of a model's treasury and the creator's vesting, read from the chain.
 *
 * @throws AppError when the chain cannot be read
 */
export async function readTreasury(api: ApiContext, rules: Governance): Promise<Read<TreasuryState>> {
  try {
    const blockNumber = await readHead(api);
    const [balances, modelTokens, vesting] = await Promise.all([
      readBalances(api, rules),
      api.client.readContract({
        address: rules.token,
        abi: modelTokenAbi,
        functionName: 'balanceOf',
        args: [rules.treasury],
      }),
      rules.vesting === null ? null : readVesting(api, { address: rules.vesting, token: rules.token }),
    ]);
    return { data: { balances, modelTokens, vesting }, source: 'chain', blockNumber, atSec: nowSecOf(api) };
  } catch (error) {
    throw toAppError(error);
  }
}

async function readBalances(api: ApiContext, { treasury, currencies }: Governance): Promise<TreasuryState['balances']> {
  const tokens = currencies.filter(({ address }) => !isAddressEqual(address, zeroAddress));
  const [ethWei, amounts] = await Promise.all([
    api.client.readContract({
      address: api.deployment.contracts.multicall3,
      abi: multicall3Abi,
      functionName: 'getEthBalance',
      args: [treasury],
    }),
    api.client.multicall({
      multicallAddress: api.deployment.contracts.multicall3,
      contracts: tokens.map(
        ({ address }) => ({ address, abi: erc20Abi, functionName: 'balanceOf', args: [treasury] }) as const,
      ),
    }),
  ]);
  return currencies.map((currency) => {
    const index = tokens.indexOf(currency);
    return { currency, amount: index === -1 ? ethWei : (amounts[index]?.result ?? null) };
  });
}

async function readVesting(
  api: ApiContext,
  { address, token }: { address: Address; token: Address },
): Promise<VestingState> {
  const wallet = { address, abi: creatorVestingAbi } as const;
  const [owner, released, releasable, start, cliff, end, held] = await api.client.multicall({
    multicallAddress: api.deployment.contracts.multicall3,
    allowFailure: false,
    contracts: [
      { ...wallet, functionName: 'owner' },
      { ...wallet, functionName: 'released', args: [token] },
      { ...wallet, functionName: 'releasable', args: [token] },
      { ...wallet, functionName: 'start' },
      { ...wallet, functionName: 'cliff' },
      { ...wallet, functionName: 'end' },
      { address: token, abi: modelTokenAbi, functionName: 'balanceOf', args: [address] },
    ],
  });
  return {
    address,
    owner,
    releasedTokens: released,
    releasableTokens: releasable,
    lockedTokens: held - releasable,
    startSec: Number(start),
    cliffSec: Number(cliff),
    endSec: Number(end),
  };
}
