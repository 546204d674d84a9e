'use client';
import type { ModelSummary } from '@/lib/api/types';
import { formatBps, formatShare, shareBps } from '@/lib/format/percent';
import { Amount } from '../common/amount';
import type { MarketLive } from '../common/data/use-market';
import { useGraduate } from '../common/use-graduate';
import { useWalletNeeds } from '../common/wallet/use-wallet-needs';
import { CardHeader } from '../ui/card';
import { Facts } from '../ui/facts';
import { MainButton } from '../ui/main-button';
import { Progress } from '../ui/progress';

const BPS = 10_000n;

/** How far the sale is, what happens at its target, and the button that makes it happen. */
export function SaleCard({ model, market }: { model: ModelSummary; market: MarketLive }) {
  const { state, params } = market;
  const { graduate, busy } = useGraduate(model);
  const walletNeeds = useWalletNeeds();
  const bps = state.complete ? 10_000 : shareBps(state.reserveWei, state.targetWei);
  const treasuryWei = (state.targetWei * BigInt(params.treasuryBps)) / BPS;
  return (
    <>
      <CardHeader title="The sale" />
      <div className="flex items-baseline justify-between gap-3">
        <p className="text-2xl font-[620] tracking-tight">{state.complete ? 'Target reached' : formatBps(bps)}</p>
        <p className="text-sm text-ink-3">
          <Amount value={state.reserveWei} /> of <Amount value={state.targetWei} unit="ETH" />
        </p>
      </div>
      <Progress bps={bps} text={`${formatBps(bps)} of the target raised`} className="my-3" />
      <p className="text-sm text-ink-2">
        {state.complete
          ? 'Everything for sale is sold. Anyone may now graduate it: the raise and the tokens kept for it move into a Uniswap v4 pool, at the price the sale ended at. Until somebody does, selling to the curve stays open.'
          : 'When the target is reached, anyone may graduate it: the raise and the tokens kept for it move into a Uniswap v4 pool, at the price the sale ended at. Nobody can ever take that liquidity out.'}
      </p>
      {state.complete ? (
        <MainButton
          className="mt-4"
          needs={walletNeeds}
          busy={busy}
          action={`Graduate ${model.symbol}`}
          onAction={graduate}
        />
      ) : null}
      <div className="mt-3">
        <Facts
          items={[
            {
              label: 'Tokens sold',
              value: (
                <>
                  <Amount value={state.tokensSold} /> ({formatShare(state.tokensSold, model.totalSupply)} of supply)
                </>
              ),
            },
            {
              label: 'Into the pool at the target',
              value: <Amount value={state.targetWei - treasuryWei} unit="ETH" />,
            },
            treasuryWei === 0n
              ? null
              : { label: 'To the treasury at the target', value: <Amount value={treasuryWei} unit="ETH" /> },
            { label: 'Fee of a trade now', value: formatBps(state.feeBps) },
          ]}
        />
      </div>
    </>
  );
}
