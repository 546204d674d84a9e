type Preset = { label: string; value: bigint | null };

function Choice({ label, value, onPick }: Preset & { onPick: (value: bigint) => void }) {
  return (
    <button
      type="button"
      disabled={value === null || value === 0n}
      onClick={() => value !== null && onPick(value)}
      className="num min-h-11 flex-1 rounded-[10px] border border-line text-sm hover:border-line-strong disabled:cursor-not-allowed disabled:text-ink-3"
    >
      {label}
    </button>
  );
}

/** Amounts one click away; the last is all there is, less the gas that selling again will need. */
export function Presets({
  options,
  max,
  onPick,
}: {
  options: readonly Preset[];
  max: bigint | null;
  onPick: (value: bigint) => void;
}) {
  return (
    <div className="flex gap-2">
      {options.map((option) => (
        <Choice key={option.label} {...option} onPick={onPick} />
      ))}
      <Choice label="Max" value={max} onPick={onPick} />
    </div>
  );
}
