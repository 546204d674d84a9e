/** Who gets which part of the supply, in 1/10,000. They sum to 10,000. */
export type SupplyParts = { saleBps: number; liquidityBps: number; creatorBps: number };
export type SupplyPart = keyof SupplyParts;

const WHOLE_BPS = 10_000;

/** The bounds of each part: something must be sold and something pooled; the creator's part is limited by the launchpad. */
export const PART_BOUNDS: Record<SupplyPart, { min: number; max: number }> = {
  saleBps: { min: 100, max: 9_900 },
  liquidityBps: { min: 100, max: 9_900 },
  creatorBps: { min: 0, max: 2_000 },
};

/** Which parts give way when one is changed: the sale first, the creator's part last. */
const GIVES_WAY: Record<SupplyPart, readonly SupplyPart[]> = {
  saleBps: ['liquidityBps', 'creatorBps'],
  liquidityBps: ['saleBps', 'creatorBps'],
  creatorBps: ['saleBps', 'liquidityBps'],
};

function clamp(part: SupplyPart, bps: number): number {
  const { min, max } = PART_BOUNDS[part];
  return Math.min(max, Math.max(min, Math.round(bps)));
}

/** Sets one part, as near to `bps` as its bounds allow, and lets the others give way so that the sum stays whole. */
export function balanceParts(parts: SupplyParts, changed: SupplyPart, bps: number): SupplyParts {
  const next = { ...parts, [changed]: clamp(changed, bps) };
  for (const part of GIVES_WAY[changed]) next[part] = clamp(part, next[part] + excess(next));
  // What the others cannot give up, the changed part cannot have.
  next[changed] += excess(next);
  return next;
}

/** What is missing to the whole (negative: too much). */
function excess(parts: SupplyParts): number {
  return WHOLE_BPS - parts.saleBps - parts.liquidityBps - parts.creatorBps;
}
