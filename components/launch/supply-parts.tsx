'use client';
import { useState } from 'react';
import { parseAmount } from '@/lib/format/parse-amount';
import { balanceParts, PART_BOUNDS, type SupplyPart, type SupplyParts } from '@/lib/launch/parts';
import type { FieldErrors } from '@/lib/launch/validate';
import { cn } from '../ui/cn';
import { NumberField } from '../ui/field';

const PARTS: readonly { id: SupplyPart; label: string; hint: string; colour: string }[] = [
  { id: 'saleBps', label: 'For sale', hint: 'Sold on the curve, to anyone.', colour: 'bg-accent' },
  { id: 'liquidityBps', label: 'For the pool', hint: 'Kept for the market that follows the sale.', colour: 'bg-ink-3' },
  { id: 'creatorBps', label: 'For you', hint: 'At most 20 %, locked and released over time.', colour: 'bg-up' },
];

/** The three parts of the supply. A change of one moves the others, so that they always sum to 100 %. */
export function SupplyPartsFields({
  parts,
  errors,
  onChange,
}: {
  parts: SupplyParts;
  errors: FieldErrors;
  onChange: (parts: SupplyParts) => void;
}) {
  return (
    <fieldset>
      <legend className="mb-3 font-[620]">Who gets the supply of 1,000,000,000</legend>
      <div className="mb-4 flex h-3 gap-0.5 overflow-hidden rounded-full" aria-hidden>
        {PARTS.map(({ id, colour }) => (
          <span key={id} className={colour} style={{ width: `${parts[id] / 100}%` }} />
        ))}
      </div>
      <div className="grid gap-4 sm:grid-cols-3">
        {PARTS.map((part) => (
          <PartField
            key={part.id}
            part={part}
            bps={parts[part.id]}
            error={errors[part.id]}
            onBps={(bps) => onChange(balanceParts(parts, part.id, bps))}
          />
        ))}
      </div>
    </fieldset>
  );
}

function PartField({
  part,
  bps,
  error,
  onBps,
}: {
  part: (typeof PARTS)[number];
  bps: number;
  error: string | undefined;
  onBps: (bps: number) => void;
}) {
  // While one types, the field shows what was typed, not what it was balanced to.
  const [typed, setTyped] = useState<string | null>(null);
  const { min, max } = PART_BOUNDS[part.id];
  const label = (
    <span className="inline-flex items-center gap-2">
      <span aria-hidden className={cn('size-2.5 rounded-full', part.colour)} />
      {part.label}
    </span>
  );
  return (
    <div>
      <NumberField
        label={label}
        unit="%"
        value={typed ?? String(bps / 100)}
        onValueChange={(text) => {
          setTyped(text);
          const parsed = parseAmount(text, 2);
          if (parsed.kind === 'amount') onBps(Number(parsed.value > 10_000n ? 10_000n : parsed.value));
        }}
        onBlur={() => setTyped(null)}
        hint={part.hint}
        error={error}
      />
      <input
        type="range"
        aria-label={`${part.label}, slider`}
        aria-valuetext={`${bps / 100} %`}
        min={min}
        max={max}
        step={50}
        value={bps}
        onChange={(event) => onBps(Number(event.target.value))}
        className="mt-2 h-6 w-full accent-(--ink)"
      />
    </div>
  );
}
