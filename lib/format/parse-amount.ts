/** What came of reading an amount that a person typed. */
export type ParsedAmount = { kind: 'empty' } | { kind: 'invalid'; reason: string } | { kind: 'amount'; value: bigint };

/** Reads a typed decimal into the smallest unit. Accepts `1`, `.5`, `1.` and a decimal comma; refuses signs and exponents. */
export function parseAmount(text: string, decimals = 18): ParsedAmount {
  const trimmed = text.trim().replace(',', '.');
  if (trimmed === '' || trimmed === '.') return { kind: 'empty' };
  const match = /^(\d*)\.?(\d*)$/.exec(trimmed);
  if (match === null) return { kind: 'invalid', reason: 'Enter a number such as 0.5' };
  const whole = match[1] ?? '';
  const fraction = match[2] ?? '';
  if (fraction.length > decimals) return { kind: 'invalid', reason: `At most ${decimals} decimals` };
  if (whole.length > 48) return { kind: 'invalid', reason: 'That number is too large' };
  return { kind: 'amount', value: BigInt(`${whole === '' ? '0' : whole}${fraction.padEnd(decimals, '0')}`) };
}
