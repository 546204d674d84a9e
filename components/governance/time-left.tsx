import { clock, duration } from '@/lib/format/time';

const HOUR_SEC = 3_600;

/** A countdown: to the second below an hour, in words above. */
export function TimeLeft({ sec }: { sec: number }) {
  const left = Math.max(0, sec);
  return (
    <span role="timer" className="num">
      {left < HOUR_SEC ? clock(left) : duration(left)}
    </span>
  );
}
