'use client';
import { useState } from 'react';
import { stringToBytes } from 'viem';
import type { GrantDetail } from '@/lib/api/governance/types';
import { deploymentOf } from '@/lib/chain/deployment';
import { announceFlow } from '@/lib/flows/grants';
import { sameAddress } from '@/lib/format/address';
import { useRuntimeConfig } from '../../common/runtime-config';
import { useTransaction } from '../../common/tx/use-transaction';
import { useWalletAccount } from '../../common/wallet/use-wallet-account';
import { useWalletNeeds } from '../../common/wallet/use-wallet-needs';
import { Input } from '../../ui/field';
import { MainButton } from '../../ui/main-button';

const MAX_BYTES = 1_024;

/** The recipient's: says that the milestone is done, and where one can see it. Nothing for anybody else. */
export function Announce({ grant, tranche }: { grant: GrantDetail; tranche: number }) {
  const { chainId } = useRuntimeConfig();
  const { address } = useWalletAccount();
  const needs = useWalletNeeds();
  const { run, busy } = useTransaction();
  const [uri, setUri] = useState('');
  if (!sameAddress(address, grant.recipient)) return null;
  const evidenceURI = uri.trim();
  const isLong = stringToBytes(evidenceURI).length > MAX_BYTES;
  const { grants } = deploymentOf(chainId).contracts;
  return (
    <div className="flex flex-col gap-3">
      <Input
        label="Where holders can see that it is done"
        placeholder="https://… or ipfs://…"
        value={uri}
        onChange={(event) => setUri(event.target.value)}
        error={isLong ? `At most ${MAX_BYTES} bytes` : undefined}
      />
      <MainButton
        action="Announce that it is done"
        busy={busy}
        needs={[
          ...needs,
          { id: 'evidence', isMet: evidenceURI !== '', label: 'Enter where it can be seen' },
          { id: 'length', isMet: !isLong, label: 'Shorten the address' },
        ]}
        onAction={() => void run(announceFlow({ grants, grantId: grant.grantId, tranche, evidenceURI }))}
      />
    </div>
  );
}
