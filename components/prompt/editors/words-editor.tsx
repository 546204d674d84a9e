'use client';
import { useState } from 'react';
import type { WordsForm } from '@/lib/bundle/manifest';
import { encodePrompt } from '@/lib/tokenizer/encode-prompt';
import { TextArea } from '../../ui/field';
import { type Edited, editedWords } from './edited';
import { ExamplePrompts } from './text-editor';

/** A prompt for a model that reads words: what it will see of the text, and what it will not. */
export function WordsEditor({
  form,
  examples,
  initial,
  onEdited,
}: {
  form: WordsForm;
  examples: readonly string[];
  initial: string;
  onEdited: (edited: Edited) => void;
}) {
  const [text, setText] = useState(initial);
  const { used, dropped, bytes } = encodePrompt({ text, ...form });
  const change = (next: string) => {
    setText(next);
    onEdited(editedWords(next, form));
  };
  const missed = dropped.map(({ word }) => word).join(', ');
  return (
    <>
      <TextArea
        label="Your prompt"
        value={text}
        onChange={(event) => change(event.target.value)}
        placeholder="A few words, such as: fox lantern river"
        hint="Prompt and answer are public, on chain, for ever."
        className="min-h-36 font-mono text-[0.9375rem]"
        labelEnd={
          <span className="num text-sm text-ink-3">
            {used.length === 0 ? 0 : bytes.length} / {form.maxBytes} bytes
          </span>
        }
      />
      <p className="text-sm text-ink-3" aria-live="polite">
        {used.length > 0 && `The model sees: ${used.join(', ')}. `}
        {missed !== '' && `It does not see: ${missed}.`}
      </p>
      <ExamplePrompts examples={examples} onChoose={change} />
    </>
  );
}
