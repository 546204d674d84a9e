'use client';
import { type Address, zeroAddress } from 'viem';
import { useReadContract } from 'wagmi';
import type { GrantDetail, TrancheRow } from '@/lib/api/governance/types';
import { deploymentOf } from '@/lib/chain/deployment';
import { grantsAbi } from '@/lib/chain/generated/abis';
import { objectFlow, releaseFlow } from '@/lib/flows/grants';
import { compactAmount } from '@/lib/format/amount';
import type { Currency } from '@/lib/governance/currency';
import { grantDeeds } from '@/lib/governance/grant-state';
import { Amount } from '../../common/amount';
import { useRuntimeConfig } from '../../common/runtime-config';
import { useTransaction } from '../../common/tx/use-transaction';
import { useWalletAccount } from '../../common/wallet/use-wallet-account';
import { useWalletNeeds } from '../../common/wallet/use-wallet-needs';
import { MainButton } from '../../ui/main-button';
import { useVotesAt } from '../use-votes';

type Props = { grant: GrantDetail; tranche: TrancheRow; token: Address; currency: Currency; nowSec: number };

/** While the window is open: objecting with one's votes. After it: paying what was not stopped, which anyone may. */
export function ObjectOrRelease(props: Props) {
  const { grant, nowSec } = props;
  return grantDeeds(grant, nowSec).canRelease ? <Release {...props} /> : <Objecting {...props} />;
}

function Objecting({ grant, tranche, token, nowSec }: Props) {
  const { chainId } = useRuntimeConfig();
  const { address } = useWalletAccount();
  const walletNeeds = useWalletNeeds();
  const { run, busy } = useTransaction();
  const { grants } = deploymentOf(chainId).contracts;
  const { grantId } = grant;
  const sec = tranche.announcedAtSec ?? 0;
  const votes = useVotesAt(token, { account: address, sec, nowSec });
  const hasObjected = useReadContract({
    address: grants,
    abi: grantsAbi,
    functionName: 'hasObjected',
    args: [grantId, BigInt(tranche.tranche), address ?? zeroAddress],
    query: { enabled: address !== undefined },
  });
  const own = votes.data ?? 0n;
  return (
    <>
      {address === undefined ? null : (
        <p className="mb-3 text-sm text-ink-2">
          Your votes at the announcement: <Amount value={own} />
        </p>
      )}
      <MainButton
        action="Object to this milestone"
        busy={busy}
        needs={[
          { id: 'open', isMet: grantDeeds(grant, nowSec).canObject, label: 'Opens with the next block' },
          ...walletNeeds,
          { id: 'read', isMet: votes.data !== undefined, label: 'Reading your votes…' },
          { id: 'votes', isMet: own > 0n, label: 'You had no votes at the announcement' },
          { id: 'once', isMet: hasObjected.data !== true, label: 'You have objected' },
        ]}
        onAction={() => void run(objectFlow({ grants, grantId, tranche: tranche.tranche, votes: compactAmount(own) }))}
      />
    </>
  );
}

function Release({ grant, tranche, currency }: Props) {
  const { chainId } = useRuntimeConfig();
  const needs = useWalletNeeds();
  const { run, busy } = useTransaction();
  const { grants } = deploymentOf(chainId).contracts;
  const amount = `${compactAmount(tranche.amount, currency.decimals)} ${currency.symbol}`;
  return (
    <MainButton
      action={`Pay ${amount} to the recipient`}
      busy={busy}
      needs={needs}
      onAction={() => void run(releaseFlow({ grants, grantId: grant.grantId, tranche: tranche.tranche, amount }))}
    />
  );
}
