'use client';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from './cn';

type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  end?: ReactNode;
  labelEnd?: ReactNode;
};

const BOX =
  'flex items-center gap-2 rounded-[10px] border border-line-strong bg-surface px-3 focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-accent';

function Frame({ id, label, hint, error, labelEnd, children }: FieldProps & { id: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-baseline justify-between gap-3 text-sm">
        <label htmlFor={id} className="font-[560]">
          {label}
        </label>
        {labelEnd}
      </div>
      {children}
      {error !== undefined ? (
        <p id={`${id}-note`} role="alert" className="text-sm text-down">
          {error}
        </p>
      ) : hint !== undefined ? (
        <p id={`${id}-note`} className="text-sm text-ink-3">
          {hint}
        </p>
      ) : null}
    </div>
  );
}

export type InputProps = FieldProps & Omit<ComponentProps<'input'>, 'id'>;

/** A labelled line of text, with hint or error below it. */
export function Input({ label, hint, error, end, labelEnd, className, ...rest }: InputProps) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error} labelEnd={labelEnd}>
      <span className={BOX}>
        <input
          id={id}
          aria-invalid={error !== undefined}
          aria-describedby={error !== undefined || hint !== undefined ? `${id}-note` : undefined}
          className={cn('min-h-11 w-full min-w-0 bg-transparent outline-none placeholder:text-ink-3', className)}
          {...rest}
        />
        {end}
      </span>
    </Frame>
  );
}

export type TextAreaProps = FieldProps & Omit<ComponentProps<'textarea'>, 'id'>;

/** A labelled block of text. */
export function TextArea({ label, hint, error, labelEnd, className, ...rest }: Omit<TextAreaProps, 'end'>) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error} labelEnd={labelEnd}>
      <span className={cn(BOX, 'px-0')}>
        <textarea
          id={id}
          aria-invalid={error !== undefined}
          aria-describedby={error !== undefined || hint !== undefined ? `${id}-note` : undefined}
          className={cn(
            'min-h-28 w-full resize-y bg-transparent px-3 py-2.5 outline-none placeholder:text-ink-3',
            className,
          )}
          {...rest}
        />
      </span>
    </Frame>
  );
}

export type NumberFieldProps = FieldProps & {
  value: string;
  onValueChange: (text: string) => void;
  /** Shown at the end of the field: ETH, a symbol, %. */
  unit: ReactNode;
  big?: boolean;
  placeholder?: string;
  name?: string;
  onBlur?: () => void;
};

/** A typed decimal as text; the page parses it with `parseAmount` of lib/format. Lets only digits and one point through. */
export function NumberField({ value, onValueChange, unit, big = false, placeholder = '0', ...rest }: NumberFieldProps) {
  return (
    <Input
      inputMode="decimal"
      autoComplete="off"
      placeholder={placeholder}
      value={value}
      onChange={(event) => {
        const text = event.target.value.replace(',', '.');
        if (/^\d*\.?\d*$/.test(text)) onValueChange(text);
      }}
      className={cn('num', big && 'min-h-14 text-2xl font-[560] tracking-tight')}
      end={<span className="shrink-0 text-sm text-ink-2">{unit}</span>}
      {...rest}
    />
  );
}
