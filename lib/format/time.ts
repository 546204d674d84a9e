const UNITS: readonly { seconds: number; name: string }[] = [
  { seconds: 31_536_000, name: 'y' },
  { seconds: 2_592_000, name: 'mo' },
  { seconds: 86_400, name: 'd' },
  { seconds: 3_600, name: 'h' },
  { seconds: 60, name: 'min' },
];

/** Age of an instant, short: `just now`, `12 s ago`, `3 min ago`, `in 2 h`. Both in Unix seconds. */
export function relativeTime(atSec: number, nowSec: number): string {
  const delta = Math.round(nowSec - atSec);
  const age = Math.abs(delta);
  if (age < 5) return 'just now';
  const unit = UNITS.find(({ seconds }) => age >= seconds);
  const text = unit === undefined ? `${age} s` : `${Math.floor(age / unit.seconds)} ${unit.name}`;
  return delta >= 0 ? `${text} ago` : `in ${text}`;
}

const FULL: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'medium' };

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format takes as long as using it a hundred times. */
function formatOf(options: Intl.DateTimeFormatOptions, timeZone: string | undefined): Intl.DateTimeFormat {
  const all = timeZone === undefined ? options : { ...options, timeZone };
  const key = JSON.stringify(all);
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', all);
    formats.set(key, format);
  }
  return format;
}

/** The instant in full, in the reader's own zone: `22 Nov 2026, 19:04:05`. */
export function absoluteTime(atSec: number, timeZone?: string): string {
  return formatOf(FULL, timeZone).format(new Date(atSec * 1000));
}

/** Time left as a clock: `0:09`, `12:34`, `2:03:04`; never below zero. */
export function clock(leftSec: number): string {
  const total = Math.max(0, Math.ceil(leftSec));
  const hours = Math.floor(total / 3_600);
  const minutes = Math.floor((total % 3_600) / 60);
  const seconds = (total % 60).toString().padStart(2, '0');
  return hours === 0 ? `${minutes}:${seconds}` : `${hours}:${minutes.toString().padStart(2, '0')}:${seconds}`;
}

/** A length of time in words, at most two units: `7 days`, `1 hour 30 min`, `0 seconds`. */
export function duration(totalSec: number): string {
  const words: readonly [number, string, string][] = [
    [86_400, 'day', 'days'],
    [3_600, 'hour', 'hours'],
    [60, 'min', 'min'],
    [1, 'second', 'seconds'],
  ];
  const parts: string[] = [];
  let rest = Math.max(0, Math.round(totalSec));
  for (const [seconds, one, many] of words) {
    const count = Math.floor(rest / seconds);
    if (count === 0 || parts.length === 2) continue;
    parts.push(`${count} ${count === 1 ? one : many}`);
    rest -= count * seconds;
  }
  return parts.length === 0 ? '0 seconds' : parts.join(' ');
}

/** What a mark on an axis of time names. */
export type TimeGrain = 'year' | 'month' | 'day' | 'time';

const GRAIN_FORMAT: Record<TimeGrain, Intl.DateTimeFormatOptions> = {
  year: { year: 'numeric' },
  month: { month: 'short' },
  day: { day: 'numeric', month: 'short' },
  time: { hour: '2-digit', minute: '2-digit' },
};

/** A mark on an axis of time, in the reader's own zone: `2026`, `Nov`, `22 Nov`, `19:04`. */
export function axisTime(atSec: number, grain: TimeGrain, timeZone?: string): string {
  return formatOf(GRAIN_FORMAT[grain], timeZone).format(new Date(atSec * 1000));
}
