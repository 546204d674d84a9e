'use client';
import { absoluteTime, relativeTime } from '@/lib/format/time';
import { useNowSec } from './use-now';

/** "3 min ago", the full time on hover. */
export function RelativeTime({ atSec, className }: { atSec: number; className?: string }) {
  const now = useNowSec();
  return (
    <time
      dateTime={new Date(atSec * 1000).toISOString()}
      title={now === null ? undefined : absoluteTime(atSec)}
      className={className ?? 'num whitespace-nowrap'}
    >
      {now === null ? '…' : relativeTime(atSec, now)}
    </time>
  );
}
