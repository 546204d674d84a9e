'use client';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import type { Address as Account } from 'viem';
import { useBalance } from 'wagmi';
import type { CollectionRow } from '@/lib/api/collection/types';
import type { RequestRow } from '@/lib/api/types';
import { type MintState, mintStateOf } from '@/lib/collection/mint-state';
import { mintFlow, tokenIdOf } from '@/lib/flows/piece';
import { sameAddress } from '@/lib/format/address';
import { formatBps } from '@/lib/format/percent';
import { Amount } from '../common/amount';
import { artPath } from '../common/pieces/piece-card';
import { useCollections, usePiece } from '../common/pieces/use-pieces';
import { useTransaction } from '../common/tx/use-transaction';
import { useWalletAccount } from '../common/wallet/use-wallet-account';
import { useWalletNeeds } from '../common/wallet/use-wallet-needs';
import { Button } from '../ui/button';
import { Card, CardHeader } from '../ui/card';
import { Facts } from '../ui/facts';
import { MainButton } from '../ui/main-button';
import { Notice } from '../ui/states';

/** "Mint as NFT" of a request to a launched model: what it costs, who gets it, or why it cannot be done. */
export function MintCard({ request, nowSec }: { request: RequestRow; nowSec: number }) {
  const collections = useCollections().data?.data;
  const collection = collections?.find(({ token }) => sameAddress(request.token ?? undefined, token));
  const tokenId = tokenIdOf(request.input);
  const piece = usePiece(collection === undefined ? null : { collection: collection.collection, tokenId });
  if (collection === undefined || piece.data === undefined) return null;
  const state = mintStateOf({ request, holder: piece.data.data, nowSec });
  const link = artPath({ collection: collection.collection, tokenId });
  switch (state.kind) {
    case 'dead':
      return null;
    case 'minted':
      return (
        <Card>
          <CardHeader title="This answer is an NFT" note="Its page shows owner, state and price." />
          <Button asChild look="secondary">
            <Link href={link}>Open the artwork</Link>
          </Button>
        </Card>
      );
    case 'taken':
      return (
        <Card>
          <CardHeader
            title="The prompt is minted already"
            note={`Each prompt is one NFT. Request ${state.requestId} ${state.isFinal ? 'was final first and has it for good' : 'asked the same before this one, and who asks first has it'}.`}
          />
          <Button asChild look="secondary">
            <Link href={link}>Open that artwork</Link>
          </Button>
        </Card>
      );
    case 'mintable':
      return <Mint request={request} collection={collection} state={state} tokenId={tokenId} link={link} />;
    default:
      return state satisfies never;
  }
}

function Mint({
  request,
  collection,
  state,
  tokenId,
  link,
}: {
  request: RequestRow;
  collection: CollectionRow;
  state: MintState & { kind: 'mintable' };
  tokenId: bigint;
  link: string;
}) {
  const { address } = useWalletAccount();
  const router = useRouter();
  const balance = useBalance({ ...(address === undefined ? {} : { address }) });
  const needs = useWalletNeeds();
  const { run, busy } = useTransaction();
  const { mintFeeWei, royaltyBps, symbol } = collection;
  const isPayer = sameAddress(address, request.payer);
  const mint = async (to: Account) => {
    const { requestId, input: prompt, output: answer } = request;
    const piece = { collection: collection.collection, tokenId, symbol };
    const result = await run(mintFlow({ piece, to, requestId, prompt, answer, feeWei: mintFeeWei }));
    if (result.kind === 'done') router.push(link);
  };
  return (
    <Card role="region" aria-label="Mint as NFT">
      <CardHeader
        title="Mint as NFT"
        note={
          request.output === null
            ? 'The prompt is yours at once; the token gets its answer when there is one.'
            : 'Prompt, answer and picture are written on chain.'
        }
      />
      <Facts
        items={[
          { label: `Mint fee, to holders of ${symbol}`, value: <Amount value={mintFeeWei} unit="ETH" /> },
          { label: 'Royalty of every sale, to them too', value: formatBps(royaltyBps) },
        ]}
      />
      {state.isFinal ? null : (
        <Notice tone="warn" className="mt-3">
          Provisional: until the answer is final, the NFT cannot be transferred or sold. If a challenge changes the
          answer, the NFT changes with it; if no answer comes, you have the mint fee back.
        </Notice>
      )}
      {state.replaces === null ? null : (
        <Notice className="mt-3">
          Request {state.replaces.toString()} has minted this prompt, but you asked first: your mint takes its place.
        </Notice>
      )}
      <MainButton
        className="mt-4"
        needs={[
          ...needs,
          { id: 'payer', isMet: isPayer, label: 'Only who paid for it can mint it' },
          {
            id: 'balance',
            isMet: balance.data === undefined || balance.data.value > mintFeeWei,
            label: 'Not enough ETH',
          },
        ]}
        action="Mint as NFT"
        busy={busy}
        onAction={() => {
          if (address !== undefined) void mint(address);
        }}
      />
    </Card>
  );
}
