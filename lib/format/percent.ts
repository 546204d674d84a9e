/** A share in 1/10,000 as percent: `12.5 %`, `0.01 %`. */
export function formatBps(bps: number | bigint): string {
  const value = Number(bps) / 100;
  const digits = Number.isInteger(value) ? 0 : Math.abs(value) < 1 ? 2 : Math.abs(value) < 100 ? 1 : 0;
  return `${value.toFixed(digits).replace('-', '−')} %`;
}

/** A change in 1/10,000 with its sign: `+4.2 %`, `−0.50 %`, `0 %`. */
export function formatChangeBps(bps: number): string {
  return `${bps > 0 ? '+' : ''}${formatBps(bps)}`;
}

/** `part / whole` in 1/10,000, cut; 0 when there is no whole. */
export function shareBps(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number((part * 10_000n) / whole);
}

/** A share of a whole as percent with dust: `<0.01 %`. */
export function formatShare(part: bigint, whole: bigint): string {
  if (part > 0n && whole > 0n && part * 10_000n < whole) return '<0.01 %';
  return formatBps(shareBps(part, whole));
}
