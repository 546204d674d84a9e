import { z } from 'zod';

const LABELS = 4096;

/** What a person says of a model that was compiled here. */
export type SaidOfModel = {
  readonly name: string;
  readonly description: string;
  readonly licence: string;
  /** Names of the classes or numbers, in order; empty where there are none. */
  readonly labels: readonly string[];
};

/** The same as typed: one label a line, or commas between them. */
export const typedSaidSchema = z.strictObject({
  name: z.string().max(200),
  description: z.string().max(4_000),
  licence: z.string().max(400),
  labels: z.string().max(300_000),
});
export type TypedSaid = z.infer<typeof typedSaidSchema>;
export type SaidErrors = Partial<Record<keyof TypedSaid, string>>;

/** Reads what was typed; `said` is null while something is wrong. `classes` is how many labels there must be, if any are given. */
export function readSaid(typed: TypedSaid, classes: number | null): { said: SaidOfModel | null; errors: SaidErrors } {
  const errors: SaidErrors = {};
  const [name, description, licence] = [typed.name.trim(), typed.description.trim(), typed.licence.trim()];
  const labels = readLabels(typed.labels);
  if (name === '') errors.name = 'Enter a name.';
  else if ([...name].length > 64) errors.name = 'At most 64 letters.';
  if (description === '') errors.description = 'Say what the model does.';
  else if (description.length > 2_000) errors.description = 'At most 2,000 letters.';
  if (licence === '') errors.licence = 'Enter the licence of the weights, such as MIT.';
  else if (licence.length > 200) errors.licence = 'At most 200 letters.';
  const long = labels.find((label) => label.length > 64);
  if (long !== undefined) errors.labels = `“${long.slice(0, 20)}…” has more than 64 letters.`;
  else if (labels.length > LABELS) errors.labels = `At most ${LABELS} names.`;
  else if (classes !== null && labels.length > 0 && labels.length !== classes) {
    errors.labels = `${labels.length} names for ${classes} classes.`;
  }
  return { said: Object.keys(errors).length === 0 ? { name, description, licence, labels } : null, errors };
}

function readLabels(text: string): string[] {
  const parts = text.includes('\n') ? text.split('\n') : text.split(',');
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}
