import { ImageResponse } from 'next/og';
import { engravingOf } from '@/components/ui/engraving-path';
import { compactAmount } from '@/lib/format/amount';
import { formatBps, shareBps } from '@/lib/format/percent';
import { describeModel } from './describe';

export const size = { width: 1200, height: 630 };
export const contentType = 'image/png';
export const alt = 'The model with its engraved mark and the price of an answer';

/** The engraving as a picture for the image renderer, which knows neither `use` nor oklch. */
function engravingImage(seed: string): string {
  const { outer, inner, outerTurns, innerTurns, hue, hue2 } = engravingOf(seed);
  const turns = (path: string, count: number, step: number) =>
    Array.from(
      { length: count },
      (_, turn) => `<path d="${path}" transform="rotate(${(turn * 360) / (count * step)} 50 50)"/>`,
    ).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="100" height="100" rx="22" fill="hsl(${hue},38%,90%)"/><g fill="none" stroke="hsl(${hue},45%,34%)" stroke-width="0.6">${turns(outer, outerTurns, 5)}</g><g fill="none" stroke="hsl(${(hue + hue2) % 360},55%,40%)" stroke-width="0.7">${turns(inner, innerTurns, 3)}</g></svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}

export default async function OpenGraphImage({ params }: { params: Promise<{ address: string }> }) {
  const { address } = await params;
  const described = await describeModel(address);
  const model = described.kind === 'model' ? described.model : null;
  const raised =
    model === null
      ? ''
      : `${formatBps(Math.min(10_000, shareBps(model.reserveWei, model.targetWei)))} of ${compactAmount(model.targetWei)} ETH raised`;
  return new ImageResponse(
    <div
      style={{
        width: '100%',
        height: '100%',
        display: 'flex',
        alignItems: 'center',
        gap: 64,
        padding: 80,
        background: '#f6f3eb',
        color: '#18201c',
      }}
    >
      {/* biome-ignore lint/performance/noImgElement: this is drawn by the image renderer, not by a browser */}
      <img alt="" src={engravingImage(address)} width={400} height={400} />
      <div style={{ display: 'flex', flexDirection: 'column', flex: 1 }}>
        <div style={{ fontSize: 30, color: '#96400f' }}>OpenIMO</div>
        <div style={{ fontSize: 76, lineHeight: 1.05, marginTop: 12 }}>{model?.name ?? 'A model that earns'}</div>
        <div style={{ fontSize: 34, color: '#434c46', marginTop: 24 }}>
          {model === null ? '' : `${model.symbol} · an answer costs ${compactAmount(model.feeWei)} ETH`}
        </div>
        <div style={{ fontSize: 30, color: '#5b625b', marginTop: 10 }}>{raised}</div>
      </div>
    </div>,
    size,
  );
}
