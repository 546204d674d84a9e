/** Who gets a fee that has no callback in it, as AIOracle.finalize splits it: the operator's part is rounded down. */
export function splitFee(feeWei: bigint, operatorBps: number): { operatorWei: bigint; holdersWei: bigint } {
  const operatorWei = (feeWei * BigInt(operatorBps)) / 10_000n;
  return { operatorWei, holdersWei: feeWei - operatorWei };
}
