'use client';
import { useId, useState } from 'react';
import { formatBps } from '@/lib/format/percent';

export const AUTO_SLIPPAGE_BPS = 100;

/** A typed percent as 1/10,000; null when it is no number from 0 to 50. */
export function slippageBpsOf(text: string): number | null {
  const value = Number(text);
  return text.trim() === '' || !Number.isFinite(value) || value < 0 || value > 50 ? null : Math.round(value * 100);
}

/** Why a slippage is unwise, or null. */
export function slippageWarning(bps: number): string | null {
  if (bps < 10) return 'Very tight: the trade fails if the price moves at all.';
  if (bps > 500) return 'Very loose: others can trade ahead of you at your cost.';
  return null;
}

/** Auto or a typed percent. `value` null is auto. */
export function Slippage({ value, onChange }: { value: string | null; onChange: (value: string | null) => void }) {
  const [isOpen, setOpen] = useState(value !== null);
  const id = useId();
  const bps = value === null ? AUTO_SLIPPAGE_BPS : slippageBpsOf(value);
  const note =
    value !== null && bps === null ? 'Enter a percent from 0 to 50' : bps === null ? null : slippageWarning(bps);
  return (
    <div className="text-sm">
      <div className="flex items-center justify-between gap-3">
        <span className="text-ink-3">Slippage</span>
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
          className="num link inline-flex min-h-9 items-center"
        >
          {value === null ? `Auto (${formatBps(AUTO_SLIPPAGE_BPS)})` : bps === null ? 'Custom' : formatBps(bps)}
        </button>
      </div>
      <div id={id} hidden={!isOpen} className="pt-1 pb-2">
        <div className="flex gap-2">
          <button
            type="button"
            aria-pressed={value === null}
            onClick={() => onChange(null)}
            className="min-h-11 flex-1 rounded-[10px] border border-line px-3 aria-pressed:border-ink aria-pressed:font-[560]"
          >
            Auto
          </button>
          <label className="flex min-h-11 flex-1 items-center gap-1 rounded-[10px] border border-line-strong px-3 focus-within:outline-2 focus-within:outline-accent">
            <span className="sr-only">Slippage in percent</span>
            <input
              inputMode="decimal"
              placeholder="1.0"
              value={value ?? ''}
              onChange={(event) => onChange(event.target.value.replace(',', '.'))}
              className="num w-full min-w-0 bg-transparent text-right outline-none"
            />
            %
          </label>
        </div>
        {note === null ? null : (
          <p role="status" className="mt-1.5 text-warn">
            {note}
          </p>
        )}
      </div>
    </div>
  );
}
