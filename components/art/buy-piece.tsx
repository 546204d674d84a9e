'use client';
import { useBalance } from 'wagmi';
import type { PieceDetail } from '@/lib/api/collection/types';
import { deploymentOf } from '@/lib/chain/deployment';
import { buyPieceFlow } from '@/lib/flows/piece-market';
import { compactAmount } from '@/lib/format/amount';
import { Amount } from '../common/amount';
import { useRuntimeConfig } from '../common/runtime-config';
import { useTransaction } from '../common/tx/use-transaction';
import { useWalletAccount } from '../common/wallet/use-wallet-account';
import { useWalletNeeds } from '../common/wallet/use-wallet-needs';
import { MainButton } from '../ui/main-button';
import { SaleSplit } from './sale-split';

/** Buys a listed artwork, after saying who gets what of the price. */
export function BuyPiece({ piece, priceWei }: { piece: PieceDetail; priceWei: bigint }) {
  const { chainId } = useRuntimeConfig();
  const market = deploymentOf(chainId).contracts.marketplace;
  const { address } = useWalletAccount();
  const balance = useBalance({ ...(address === undefined ? {} : { address }), query: { refetchInterval: 4_000 } });
  const needs = useWalletNeeds();
  const { run, busy } = useTransaction();
  const hasEnough = address === undefined || balance.data === undefined || balance.data.value > priceWei;
  return (
    <>
      <p className="mb-2 text-2xl font-[620]">
        <Amount value={priceWei} unit="ETH" />
      </p>
      <SaleSplit piece={piece} priceWei={priceWei} seller="Seller gets" />
      <MainButton
        className="mt-4"
        needs={[...needs, { id: 'balance', isMet: hasEnough, label: 'Not enough ETH' }]}
        action={`Buy for ${compactAmount(priceWei)} ETH`}
        busy={busy}
        onAction={() => void run(buyPieceFlow({ piece, market, priceWei }))}
      />
    </>
  );
}
