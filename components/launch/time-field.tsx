import type { TypedTime } from '@/lib/launch/draft';
import { TIME_UNITS } from '@/lib/launch/draft-fields';
import { NumberField } from '../ui/field';

/** A length of time: a number and its unit. */
export function TimeField({
  label,
  value,
  onValueChange,
  hint,
  error,
}: {
  label: string;
  value: TypedTime;
  onValueChange: (value: TypedTime) => void;
  hint?: string;
  error?: string | undefined;
}) {
  return (
    <NumberField
      label={label}
      value={value.amount}
      onValueChange={(amount) => onValueChange({ ...value, amount })}
      hint={hint}
      error={error}
      unit={
        <select
          aria-label={`Unit of ${label.toLowerCase()}`}
          value={value.unit}
          onChange={(event) => {
            const unit = TIME_UNITS.find((candidate) => candidate === event.target.value);
            if (unit !== undefined) onValueChange({ ...value, unit });
          }}
          className="min-h-9 rounded-md bg-surface text-sm"
        >
          {TIME_UNITS.map((unit) => (
            <option key={unit} value={unit}>
              {unit}
            </option>
          ))}
        </select>
      }
    />
  );
}
