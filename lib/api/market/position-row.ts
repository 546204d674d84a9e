import type { PositionRow } from '../types.ts';

const WHOLE_TOKEN = 10n ** 18n;

/** The parts of a row that are stored or read; the others follow. */
type PositionFacts = Omit<PositionRow, 'valueWei' | 'averageCostWei' | 'unrealisedWei'>;

/** A position with its value and profit at the present price. */
export function positionRow(facts: PositionFacts): PositionRow {
  const { balance, tokenPriceWei, costWei } = facts;
  const valueWei = (balance * tokenPriceWei) / WHOLE_TOKEN;
  const averageCostWei = balance === 0n ? null : (costWei * WHOLE_TOKEN) / balance;
  return { ...facts, valueWei, averageCostWei, unrealisedWei: valueWei - costWei };
}

/** Positions with anything to tell, most valuable first; equal ones by token. */
export function sortPositions(rows: readonly PositionRow[]): PositionRow[] {
  return rows
    .filter((row) => row.balance > 0n || row.boughtTokens > 0n || row.soldTokens > 0n)
    .toSorted((a, b) => {
      if (a.valueWei !== b.valueWei) return a.valueWei < b.valueWei ? 1 : -1;
      return a.token.toLowerCase() < b.token.toLowerCase() ? -1 : 1;
    });
}

/** What a portfolio is worth, what it cost and what it brought. */
export type PortfolioTotals = { valueWei: bigint; costWei: bigint; realisedWei: bigint; unrealisedWei: bigint };

/** The sums over positions. */
export function portfolioTotals(rows: readonly PositionRow[]): PortfolioTotals {
  const sum = (pick: (row: PositionRow) => bigint) => rows.reduce((total, row) => total + pick(row), 0n);
  return {
    valueWei: sum(({ valueWei }) => valueWei),
    costWei: sum(({ costWei }) => costWei),
    realisedWei: sum(({ realisedWei }) => realisedWei),
    unrealisedWei: sum(({ unrealisedWei }) => unrealisedWei),
  };
}
