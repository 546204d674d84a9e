import type { Address, ContractFunctionReturnType } from 'viem';
import { launchpadAbi, lensAbi } from '../chain/generated/abis.ts';
import type { ChainReader } from '../chain/reader.ts';
import { AppError } from '../errors/app-error.ts';
import type { ClaimableSnapshot, Position } from './position.ts';

type HolderView = ContractFunctionReturnType<typeof lensAbi, 'view', 'holderViews'>[number];
type TokenView = ContractFunctionReturnType<typeof lensAbi, 'view', 'tokenViews'>[number];
type ClaimsView = HolderView['claims'];

/** Tokens per call, so that one answer stays within the gas of an `eth_call`. */
const TOKENS_PER_CALL = 8;
const TOKENS_AT_MOST = 1_000n;

export type ReadPositionsOptions = { client: ChainReader; launchpad: Address; lens: Address; account: Address };

/**
 * Every model token as it concerns an account, from the chain alone: also tokens it holds no more, whose old snapshots
 * still owe it. Reads at one block, so that the numbers fit together.
 *
 * @throws AppError `chain/unreachable` when a part could not be read
 */
export async function readPositions(options: ReadPositionsOptions): Promise<Position[]> {
  const { client, launchpad } = options;
  const blockNumber = await client.getBlockNumber({ cacheTime: 0 });
  const tokens = await client.readContract({
    address: launchpad,
    abi: launchpadAbi,
    functionName: 'tokens',
    args: [0n, TOKENS_AT_MOST],
    blockNumber,
  });
  const groups = Array.from({ length: Math.ceil(tokens.length / TOKENS_PER_CALL) }, (_, index) =>
    tokens.slice(index * TOKENS_PER_CALL, (index + 1) * TOKENS_PER_CALL),
  );
  return (await Promise.all(groups.map((group) => readGroup(options, group, blockNumber)))).flat();
}

async function readGroup(
  { client, lens, account }: ReadPositionsOptions,
  tokens: readonly Address[],
  blockNumber: bigint,
): Promise<Position[]> {
  const contract = { address: lens, abi: lensAbi, blockNumber } as const;
  const [holders, views] = await Promise.all([
    client.readContract({ ...contract, functionName: 'holderViews', args: [account, tokens] }),
    client.readContract({ ...contract, functionName: 'tokenViews', args: [tokens] }),
  ]);
  return Promise.all(
    views.map(async (view, index) => {
      const holder = holders[index];
      if (holder === undefined || !holder.complete || !holder.claims.complete || !view.complete) throw incomplete();
      const readOlder = (toId: bigint) =>
        client.readContract({ ...contract, functionName: 'claimsBetween', args: [account, view.token, 1n, toId] });
      return positionOf(view, holder, await allClaims(holder.claims, readOlder));
    }),
  );
}

/** The Lens gives the newest snapshots; older ones are asked for, down to the first. */
async function allClaims(
  newest: ClaimsView,
  readOlder: (toId: bigint) => Promise<ClaimsView>,
): Promise<ClaimableSnapshot[]> {
  let rows = rowsOf(newest);
  for (let fromId = newest.fromId; fromId > 1n; ) {
    const older = await readOlder(fromId - 1n);
    if (!older.complete) throw incomplete();
    rows = [...rowsOf(older), ...rows];
    fromId = older.fromId;
  }
  return rows;
}

function rowsOf(view: ClaimsView): ClaimableSnapshot[] {
  return view.rows.map((row) => ({
    snapshotId: row.snapshotId,
    recordTimeSec: Number(row.recordTime),
    amounts: view.currencies.flatMap((currency, index) => {
      const amount = row.amounts[index] ?? 0n;
      return amount === 0n ? [] : [{ currency, amount }];
    }),
  }));
}

function positionOf(view: TokenView, holder: HolderView, claims: ClaimableSnapshot[]): Position {
  return {
    token: view.token,
    name: view.name,
    symbol: view.symbol,
    balance: holder.balance,
    isExcluded: holder.isExcluded,
    redeemWei: holder.redeemWei,
    sellWei: holder.sellWei,
    pendingShareWei: holder.pendingShareWei,
    unreleasedShareWei: holder.unreleasedShareWei,
    tokenPendingWei: view.ethRevenue.pending,
    tokenUnreleasedWei: view.ethRevenue.unreleased,
    releaseEndSec: Number(view.ethRevenue.releaseEndSec),
    nextSnapshotAtSec: Number(view.nextSnapshotAt),
    claims,
  };
}

function incomplete(): AppError {
  return new AppError({
    code: 'chain/unreachable',
    message: 'The chain did not answer everything in one go. Try again.',
    isRetryable: true,
  });
}
