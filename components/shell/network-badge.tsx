'use client';
import { useRuntimeConfig } from '../common/runtime-config';
import { useChainName } from '../common/wallet/use-chain-name';
import { Badge } from '../ui/badge';

/** Says on which network all of this happens. */
export function NetworkBadge() {
  const { isLocal } = useRuntimeConfig();
  const name = useChainName();
  return (
    <Badge
      tone={isLocal ? 'warn' : 'neutral'}
      title={isLocal ? 'A chain on this machine. Its ETH is worth nothing.' : name}
    >
      {name}
    </Badge>
  );
}
