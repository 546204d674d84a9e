const SUBSCRIPT = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'] as const;
const SUFFIXES: readonly { power: number; suffix: string }[] = [
  { power: 12, suffix: 'T' },
  { power: 9, suffix: 'B' },
  { power: 6, suffix: 'M' },
  { power: 3, suffix: 'K' },
];
const DUST_DECIMALS = 4;

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

function trimZeros(fraction: string): string {
  return fraction.replace(/0+$/, '');
}

/** Splits an amount in its smallest unit into sign, whole and fraction digits (the fraction keeps all `decimals`). */
function split(value: bigint, decimals: number): { sign: string; whole: bigint; fraction: string } {
  const sign = value < 0n ? '−' : '';
  const magnitude = value < 0n ? -value : value;
  const one = 10n ** BigInt(decimals);
  return { sign, whole: magnitude / one, fraction: (magnitude % one).toString().padStart(decimals, '0') };
}

function join(whole: string, fraction: string): string {
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/** Every digit of an amount in its smallest unit, thousands grouped: `1,234.500000000000000001`. */
export function exactAmount(value: bigint, decimals = 18): string {
  const { sign, whole, fraction } = split(value, decimals);
  return `${sign}${join(group(whole.toString()), trimZeros(fraction.slice(0, decimals)))}`;
}

/**
 * A short amount for lists and cards: about four significant digits, cut and never rounded up, `1.234K`, `12.3M`.
 * Less than 0.0001 of a unit, but not nothing, is `<0.0001`.
 */
export function compactAmount(value: bigint, decimals = 18): string {
  const { sign, whole, fraction } = split(value, decimals);
  if (whole === 0n) {
    if (value === 0n) return '0';
    const shown = trimZeros(fraction.slice(0, DUST_DECIMALS));
    return shown === '' ? `${sign}<0.0001` : `${sign}0.${shown}`;
  }
  for (const { power, suffix } of SUFFIXES) {
    const unit = 10n ** BigInt(power);
    if (whole < unit) continue;
    const head = whole / unit;
    const tail = (whole % unit).toString().padStart(power, '0');
    const places = Math.max(0, 4 - head.toString().length);
    return `${sign}${join(group(head.toString()), trimZeros(tail.slice(0, places)))}${suffix}`;
  }
  const places = Math.max(0, 4 - whole.toString().length + (whole < 10n ? 1 : 0));
  return `${sign}${join(whole.toString(), trimZeros(fraction.slice(0, Math.min(places, decimals))))}`;
}

/** A price with four significant digits however small; runs of zeros become a subscript: `0.0₆1234`. */
export function compactPrice(value: bigint, decimals = 18): string {
  const { sign, whole, fraction } = split(value, decimals);
  if (whole > 0n || value === 0n) return compactAmount(value, decimals);
  const zeros = fraction.length - fraction.replace(/^0+/, '').length;
  const significant = trimZeros(fraction.slice(zeros, zeros + 4));
  if (zeros < 4) return `${sign}0.${'0'.repeat(zeros)}${significant}`;
  const subscript = [...zeros.toString()].map((digit) => SUBSCRIPT[Number(digit)] ?? '').join('');
  return `${sign}0.0${subscript}${significant}`;
}

/** Digits for an input field: exact, without grouping. */
export function inputAmount(value: bigint, decimals = 18): string {
  return exactAmount(value, decimals).replaceAll(',', '').replace('−', '-');
}

/** Digits for a field that follows another one: about seven of them, cut, without grouping. */
export function shortInputAmount(value: bigint, decimals = 18): string {
  const { sign, whole, fraction } = split(value, decimals);
  const zeros = whole > 0n ? 0 : fraction.length - fraction.replace(/^0+/, '').length;
  const places = whole > 0n ? Math.max(0, 7 - whole.toString().length) : zeros + 6;
  return `${sign === '' ? '' : '-'}${join(whole.toString(), trimZeros(fraction.slice(0, places)))}`;
}
