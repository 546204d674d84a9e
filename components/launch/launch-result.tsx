'use client';
import { ArrowRight, Check, Link2 } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { isAddress } from 'viem';
import { useReadContracts } from 'wagmi';
import { deploymentOf } from '@/lib/chain/deployment';
import { launchpadAbi, modelTokenAbi } from '@/lib/chain/generated/abis';
import { toAppError } from '@/lib/errors/decode';
import { shortAddress } from '@/lib/format/address';
import { Address } from '../common/address';
import { useRuntimeConfig } from '../common/runtime-config';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { Engraving } from '../ui/engraving';
import { LoadingLabel, Skeleton } from '../ui/skeleton';
import { EmptyState, ErrorState } from '../ui/states';

/** The share card of a launch that is done. */
export function LaunchResult({ token, onAgain }: { token: string; onAgain: () => void }) {
  const { chainId } = useRuntimeConfig();
  const [isCopied, setCopied] = useState(false);
  const address = isAddress(token, { strict: false }) ? token : undefined;
  const contract = { address: address ?? '0x', abi: modelTokenAbi } as const;
  const reads = useReadContracts({
    allowFailure: false,
    query: { enabled: address !== undefined },
    contracts: [
      { ...contract, functionName: 'name' },
      { ...contract, functionName: 'symbol' },
      {
        address: deploymentOf(chainId).contracts.launchpad,
        abi: launchpadAbi,
        functionName: 'launchOf',
        args: [address ?? '0x'],
      },
    ],
  });
  const again = <Button onClick={onAgain}>Launch a model</Button>;
  if (address === undefined) return <EmptyState title="There is no such launch" action={again} />;
  if (reads.isPending) {
    return (
      <>
        <LoadingLabel what="the launch" />
        <Skeleton className="mx-auto h-96 max-w-xl rounded-card" />
      </>
    );
  }
  if (reads.isError) {
    return (
      <ErrorState
        title="The launch could not be read"
        detail={toAppError(reads.error).message}
        onRetry={() => void reads.refetch()}
      />
    );
  }
  const [name, symbol, launch] = reads.data;
  const path = `/models/${address}`;
  const copy = async () => {
    await navigator.clipboard.writeText(`${window.location.origin}${path}`);
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <Card className="mx-auto flex max-w-xl flex-col items-center gap-5 px-6 py-10 text-center">
      <Engraving seed={address} className="size-40" />
      <div role="status">
        <p className="eyebrow">Model {String(launch.modelId)} is launched</p>
        <h2 className="mt-1 text-3xl font-[640]">
          {name} <span className="text-ink-3">{symbol}</span>
        </h2>
      </div>
      <p className="flex flex-wrap items-center justify-center gap-x-3 gap-y-1 text-sm text-ink-2">
        Token <Address address={address} name={shortAddress(address)} /> by <Address address={launch.creator} />
      </p>
      <div className="flex flex-wrap justify-center gap-3">
        <Button asChild>
          <Link href={path}>
            Open model page <ArrowRight aria-hidden className="size-4" />
          </Link>
        </Button>
        <Button look="secondary" onClick={() => void copy()}>
          {isCopied ? <Check aria-hidden className="size-4" /> : <Link2 aria-hidden className="size-4" />}
          {isCopied ? 'Copied' : 'Copy link'}
        </Button>
        <Button look="secondary" asChild>
          <Link href={`${path}/prompt`}>Ask it something</Link>
        </Button>
      </div>
      <Button look="quiet" size="sm" onClick={onAgain}>
        Launch another model
      </Button>
    </Card>
  );
}
