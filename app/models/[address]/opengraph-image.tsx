import { engravingImage } from '@/app/social/engraving-image';
import { SOCIAL, SOCIAL_SIZE, socialImage } from '@/app/social/frame';
import type { ModelSummary } from '@/lib/api/types';
import { compactAmount, compactPrice } from '@/lib/format/amount';
import { formatBps, formatChangeBps, shareBps } from '@/lib/format/percent';
import { describeModel } from './describe';

export const size = SOCIAL_SIZE;
export const contentType = 'image/png';
export const alt = 'The model with its engraved mark, its price and what an answer costs';

function progressOf(model: ModelSummary): string {
  if (model.complete) return 'Target reached';
  return `${formatBps(shareBps(model.reserveWei, model.targetWei))} of ${compactAmount(model.targetWei)} ETH raised`;
}

const MILLION = 1_000_000n;

/** The image renderer's font has no subscript digits: a tiny price is told for a million tokens. */
function priceFigure(priceWei: bigint): { label: string; text: string } {
  const text = compactPrice(priceWei);
  return /[₀-₉]/.test(text)
    ? { label: 'Price of a million', text: `${compactAmount(priceWei * MILLION)} ETH` }
    : { label: 'Price', text: `${text} ETH` };
}

function changeColour(bps: number): string {
  return bps > 0 ? SOCIAL.up : bps < 0 ? SOCIAL.down : SOCIAL.ink3;
}

function Figure({ label, text, colour = SOCIAL.ink }: { label: string; text: string; colour?: string }) {
  return (
    <div style={{ display: 'flex', flexDirection: 'column', flex: 1, borderTop: `2px solid ${SOCIAL.line}` }}>
      <div style={{ fontSize: 24, color: SOCIAL.ink3, marginTop: 16 }}>{label}</div>
      <div style={{ fontSize: 38, color: colour, marginTop: 4 }}>{text}</div>
    </div>
  );
}

export default async function OpenGraphImage({ params }: { params: Promise<{ address: string }> }) {
  const { address } = await params;
  const described = await describeModel(address);
  const model = described.kind === 'model' ? described.model : null;
  const change = model?.change24hBps ?? null;
  return socialImage({
    eyebrow: model === null ? '' : `${model.symbol} · ${progressOf(model)}`,
    children: (
      <div style={{ display: 'flex', flexDirection: 'column', flex: 1, justifyContent: 'space-between' }}>
        <div style={{ display: 'flex', alignItems: 'center', gap: 56, marginTop: 44 }}>
          {/* biome-ignore lint/performance/noImgElement: drawn by the image renderer, not by a browser */}
          <img alt="" src={engravingImage(address)} width={250} height={250} />
          <div style={{ display: 'flex', flexDirection: 'column', flex: 1 }}>
            <div style={{ fontSize: 84, lineHeight: 1.05, letterSpacing: '-0.03em' }}>
              {model?.name ?? 'A model that earns'}
            </div>
            <div style={{ fontSize: 34, color: SOCIAL.accent, marginTop: 20 }}>
              {model === null ? '' : `An answer costs ${compactAmount(model.inferencePriceWei)} ETH`}
            </div>
          </div>
        </div>
        {model === null ? null : (
          <div style={{ display: 'flex', gap: 32 }}>
            <Figure {...priceFigure(model.tokenPriceWei)} />
            <Figure label="Market cap" text={`${compactAmount(model.marketCapWei)} ETH`} />
            <Figure
              label="24 h"
              text={change === null ? '—' : formatChangeBps(change)}
              colour={changeColour(change ?? 0)}
            />
            <Figure label="Revenue" text={`${compactAmount(model.revenueWei)} ETH`} />
          </div>
        )}
      </div>
    ),
  });
}
