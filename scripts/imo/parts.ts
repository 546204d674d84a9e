import type { ModelForm } from '../../lib/bundle/pack-bundle.ts';
import type { Compiled } from '../../lib/compiler/compile.ts';
import type { Quantisation, TextQuantisation } from './quantisation.ts';

/** What compiling gives, whatever the model. */
export type Parts = Pick<Compiled, 'program' | 'weights' | 'parsed' | 'parameters' | 'notes' | 'samples'> & {
  /** Without it, text. */
  readonly form?: ModelForm;
  readonly quantisation: Quantisation | TextQuantisation;
  readonly prompts: readonly Uint8Array[];
  /** What a request is, for the card. */
  readonly request: string;
};
