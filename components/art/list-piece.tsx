'use client';
import { useState } from 'react';
import type { PieceDetail } from '@/lib/api/collection/types';
import { deploymentOf } from '@/lib/chain/deployment';
import { listPieceFlow } from '@/lib/flows/piece-market';
import { parseAmount } from '@/lib/format/parse-amount';
import { useRuntimeConfig } from '../common/runtime-config';
import { useTransaction } from '../common/tx/use-transaction';
import { useWalletNeeds } from '../common/wallet/use-wallet-needs';
import { NumberField } from '../ui/field';
import { MainButton } from '../ui/main-button';
import { Select } from '../ui/select';
import { SaleSplit } from './sale-split';

const DAY_SEC = 86_400;
/** The contract keeps a price in 96 bits. */
const MAX_PRICE_WEI = 2n ** 96n - 1n;
const TERMS = [
  { value: '1', label: '1 day' },
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
] as const;

/** Price and time of a listing; shows what of it the seller gets. */
export function ListPiece({
  piece,
  nowSec,
  onListed,
}: {
  piece: PieceDetail;
  /** The chain's clock: a listing ends by it. */
  nowSec: number;
  onListed?: () => void;
}) {
  const { chainId } = useRuntimeConfig();
  const market = deploymentOf(chainId).contracts.marketplace;
  const [text, setText] = useState('');
  const [days, setDays] = useState<(typeof TERMS)[number]['value']>('7');
  const needs = useWalletNeeds();
  const { run, busy } = useTransaction();
  const parsed = parseAmount(text);
  const priceWei = parsed.kind === 'amount' ? parsed.value : 0n;
  const isTooMuch = priceWei > MAX_PRICE_WEI;
  const list = async () => {
    const expiresAtSec = nowSec + Number(days) * DAY_SEC;
    const result = await run(listPieceFlow({ piece, market, priceWei, expiresAtSec }));
    if (result.kind === 'done') onListed?.();
  };
  return (
    <div className="flex flex-col gap-4">
      <NumberField
        label="Price"
        unit="ETH"
        value={text}
        onValueChange={setText}
        error={parsed.kind === 'invalid' ? parsed.reason : undefined}
        hint="What a buyer pays, royalty included."
      />
      <Select label="For sale for" value={days} onValueChange={setDays} options={TERMS} />
      {priceWei > 0n && !isTooMuch ? <SaleSplit piece={piece} priceWei={priceWei} seller="You get" /> : null}
      <MainButton
        needs={[
          ...needs,
          { id: 'price', isMet: priceWei > 0n, label: 'Enter a price' },
          { id: 'most', isMet: !isTooMuch, label: 'That price is too high' },
        ]}
        action="List for sale"
        busy={busy}
        onAction={() => void list()}
      />
      <p className="text-sm text-ink-3">
        The market may then move this one piece, when somebody pays its price, and nothing else.
      </p>
    </div>
  );
}
