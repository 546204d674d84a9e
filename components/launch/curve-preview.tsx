'use client';
import { type ReactNode, useId, useState } from 'react';
import { compactAmount } from '@/lib/format/amount';
import { parseAmount } from '@/lib/format/parse-amount';
import { formatBps, formatShare } from '@/lib/format/percent';
import type { LaunchEconomics } from '@/lib/launch/economics';
import { LAUNCH_LIMITS } from '@/lib/launch/limits';
import { buyerView, creatorView, type SalePoint, salePoint } from '@/lib/launch/preview';
import { Amount } from '../common/amount';
import { CardHeader } from '../ui/card';
import { Facts } from '../ui/facts';
import { NumberField } from '../ui/field';
import { Segmented } from '../ui/tabs';
import { CurveDrawing } from './curve-drawing';

const SIDES = [
  { value: 'creator', label: 'For you' },
  { value: 'buyer', label: 'For a buyer' },
] as const;
type Side = (typeof SIDES)[number]['value'];
const STEP_BPS = 100;

/** The sale before it begins: drawn, and in numbers for its creator and for a buyer at any moment of it. */
export function CurvePreview({ economics, symbol }: { economics: LaunchEconomics | null; symbol: string }) {
  const [side, setSide] = useState<Side>('creator');
  const [soldBps, setSoldBps] = useState<number | null>(null);
  const [spend, setSpend] = useState('0.1');
  if (economics === null) {
    return (
      <>
        <CardHeader title="The curve" />
        <div className="grid h-52 place-items-center rounded-card bg-sunken px-4 text-center text-sm text-ink-3">
          The curve is drawn once the parts, the raise target and the treasury’s part fit together.
        </div>
      </>
    );
  }
  // It begins where the first buy leaves it.
  const shownBps = soldBps ?? Math.round((economics.firstBuy?.soldShare ?? 0) * 10_000);
  const point = salePoint(economics.curve, shownBps);
  return (
    <>
      <CardHeader title="The curve" note="Price of one token as the sale goes on." />
      <CurveDrawing economics={economics} symbol={symbol} point={point} />
      <Moment bps={shownBps} onChange={setSoldBps} />
      <Facts
        items={[
          { label: 'Price', value: <Amount value={point.priceWei} unit="ETH" kind="price" /> },
          {
            label: 'Raised',
            value: (
              <>
                <Amount value={point.raisedWei} /> of <Amount value={economics.curve.targetWei} unit="ETH" />
              </>
            ),
          },
          { label: 'Fully diluted value', value: <Amount value={point.fullyDilutedWei} unit="ETH" /> },
        ]}
      />
      <Segmented label="Whose view" value={side} onValueChange={setSide} options={SIDES} className="mt-4 mb-1" />
      {side === 'creator' ? (
        <CreatorFacts economics={economics} symbol={symbol} point={point} />
      ) : (
        <BuyerFacts economics={economics} symbol={symbol} point={point} spend={spend} onSpend={setSpend} />
      )}
    </>
  );
}

function Moment({ bps, onChange }: { bps: number; onChange: (bps: number) => void }) {
  const id = useId();
  return (
    <div className="mt-3">
      <label htmlFor={id} className="flex justify-between text-sm">
        <span className="font-[560]">When this much is sold</span>
        <span className="num">{formatBps(bps)}</span>
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={10_000}
        step={STEP_BPS}
        value={bps}
        onChange={({ target }) => onChange(Number(target.value))}
        className="h-11 w-full accent-accent"
      />
    </div>
  );
}

type ViewProps = { economics: LaunchEconomics; symbol: string; point: SalePoint };

function CreatorFacts({ economics, symbol, point }: ViewProps) {
  const { firstBuy, creatorSupply, poolWei, treasuryWei } = economics;
  const view = creatorView(point, { creatorSupply, firstBuyTokens: firstBuy?.tokensOut ?? 0n });
  const atTarget: ReactNode =
    treasuryWei === 0n ? (
      <Amount value={poolWei} unit="ETH" />
    ) : (
      <>
        <Amount value={poolWei} unit="ETH" />, <Amount value={treasuryWei} unit="ETH" /> to the treasury
      </>
    );
  return (
    <Facts
      items={[
        {
          label: 'Yours of the supply',
          value: (
            <>
              <Amount value={view.tokens} unit={symbol} /> ({formatShare(view.tokens, LAUNCH_LIMITS.totalSupply)})
            </>
          ),
        },
        creatorSupply === 0n
          ? null
          : { label: 'Your locked part is worth', value: <Amount value={view.lockedWei} unit="ETH" /> },
        firstBuy === null
          ? null
          : {
              label: 'Your first buy is worth',
              value: (
                <>
                  <Amount value={view.firstBuyWei} unit="ETH" /> (cost <Amount value={firstBuy.weiSpent} />)
                </>
              ),
            },
        firstBuy === null || firstBuy.refundWei === 0n
          ? null
          : { label: 'Comes back of your first buy', value: `${compactAmount(firstBuy.refundWei)} ETH` },
        { label: 'Into the pool at the target', value: atTarget },
      ]}
    />
  );
}

function BuyerFacts({
  economics,
  symbol,
  point,
  spend,
  onSpend,
}: ViewProps & { spend: string; onSpend: (text: string) => void }) {
  const typed = parseAmount(spend);
  const weiIn = typed.kind === 'amount' ? typed.value : 0n;
  const view = buyerView(economics.curve, { tokensSold: point.tokensSold, weiIn });
  return (
    <div className="mt-3 flex flex-col gap-2">
      <NumberField label="A buyer pays" value={spend} onValueChange={onSpend} unit="ETH" />
      {view === null ? (
        <p className="text-sm text-ink-3">
          {weiIn === 0n
            ? 'Enter an amount to see what it gets.'
            : 'Nothing is left to buy then, or the amount is too small.'}
        </p>
      ) : (
        <Facts
          items={[
            {
              label: 'Gets',
              value: (
                <>
                  <Amount value={view.tokens} unit={symbol} /> ({formatShare(view.tokens, LAUNCH_LIMITS.totalSupply)})
                </>
              ),
            },
            { label: 'Average price', value: <Amount value={view.averagePriceWei} unit="ETH" kind="price" /> },
            { label: 'Sold back at once it pays', value: <Amount value={view.soldBackWei} unit="ETH" /> },
            { label: 'Worth when the sale is over', value: <Amount value={view.worthAtEndWei} unit="ETH" /> },
          ]}
        />
      )}
      <p className="text-sm text-ink-3">
        With the lasting fee; the fee of the first minutes comes on top. Whether the sale gets there is not known.
      </p>
    </div>
  );
}
