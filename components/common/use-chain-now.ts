'use client';
import { useEffect, useState } from 'react';
import { useBlock } from 'wagmi';
import { useNowSec } from './use-now';

/**
 * The chain's clock in Unix seconds: the newest block's time, carried on by this computer's own clock in between. Null
 * until the first block is known.
 */
export function useChainNow(): number | null {
  const block = useBlock({ watch: true });
  const nowSec = useNowSec();
  const [aheadSec, setAheadSec] = useState<number | null>(null);
  const timestamp = block.data?.timestamp;
  useEffect(() => {
    if (timestamp !== undefined) setAheadSec(Number(timestamp) - Math.floor(Date.now() / 1000));
  }, [timestamp]);
  return nowSec === null || aheadSec === null ? null : nowSec + aheadSec;
}

/**
 * The time of the newest block in Unix seconds: what contracts take for now. What can only be done from some second on is
 * offered by this clock, or it would be tried, and refused, before that block is there. Null until the first block is known.
 */
export function useBlockSec(): number | null {
  const timestamp = useBlock({ watch: true }).data?.timestamp;
  return timestamp === undefined ? null : Number(timestamp);
}
