'use client';
import { useConfig } from 'wagmi';

/** The name of the chain this site works on. */
export function useChainName(): string {
  return useConfig().chains[0].name;
}
