'use client';
import { GOLDEN_SAMPLES } from '@/lib/launch/compile/make-bundle';
import type { SaidErrors, TypedSaid } from '@/lib/launch/compile/said-of-model';
import { Input, TextArea } from '../../ui/field';

/** What of an answer can have names. */
export type NamedPart = 'classes' | 'numbers' | 'places';

/** What a person says of the model: it becomes manifest and card. */
export function SaidFields({
  typed,
  errors,
  names,
  type,
}: {
  typed: TypedSaid;
  errors: SaidErrors;
  /** What the labels name, and how many there are; null where nothing is named. */
  names: { what: NamedPart; count: number } | null;
  type: (typed: Partial<TypedSaid>) => void;
}) {
  const field = (name: keyof TypedSaid) => ({
    value: typed[name],
    error: errors[name],
    onChange: ({ target }: { target: { value: string } }) => type({ [name]: target.value }),
  });
  return (
    <section aria-label="About the model" className="flex flex-col gap-5">
      <div>
        <h3 className="text-lg font-[620]">About the model</h3>
        <p className="mt-1 text-sm text-ink-3">
          Kept with it for ever, by its hash. The first {GOLDEN_SAMPLES} samples become golden answers and examples:
          they are public.
        </p>
      </div>
      <div className="grid gap-5 sm:grid-cols-2">
        <Input label="Model name" maxLength={200} {...field('name')} />
        <Input label="Licence" placeholder="MIT, CC0-1.0, Apache-2.0 …" maxLength={400} {...field('licence')} />
      </div>
      <TextArea label="What it does" maxLength={4_000} {...field('description')} />
      {names === null ? null : (
        <TextArea
          label={`Names of the ${names.what}`}
          hint={`One a line, or with commas between; ${names.count} in order. Without names they have numbers.`}
          className="min-h-20"
          {...field('labels')}
        />
      )}
    </section>
  );
}
