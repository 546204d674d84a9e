'use client';
import type { Address } from 'viem';
import { ModelView } from '@/components/model/model-view';
import { TradePanel } from '@/components/trade/trade-panel';
import { TradeSheet } from '@/components/trade/trade-sheet';

/** Puts the trade panel into the model's page: beside it on wide screens, as a sheet on phones. */
export function TradableModel({ token }: { token: Address }) {
  return (
    <ModelView
      token={token}
      trade={(model) => <TradePanel model={model} />}
      sheet={(model) => <TradeSheet model={model} />}
    />
  );
}
