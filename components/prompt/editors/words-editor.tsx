'use client';
import { useState } from 'react';
import { encodePrompt } from '@/lib/tokenizer/encode-prompt';
import type { Tokenizer } from '@/lib/tokenizer/tokenizer';
import { vocabularyOf } from '@/lib/tokenizer/vocabulary';
import { Button } from '../../ui/button';
import { TextArea } from '../../ui/field';
import { Notice } from '../../ui/states';
import { Segmented } from '../../ui/tabs';
import { type Edited, editedWords } from './edited';
import { ExamplePrompts } from './text-editor';

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** A prompt in words of the model's vocabulary: which it takes up, which it does not know, and what kind of text it writes. */
export function WordsEditor({
  form,
  examples,
  initial,
  onEdited,
}: {
  form: { tokenizer: Tokenizer; maxBytes: number };
  examples: readonly string[];
  initial: string;
  onEdited: (edited: Edited) => void;
}) {
  const [text, setText] = useState(initial);
  const { bytes, genre, used, dropped } = encodePrompt({ text, ...form });
  const change = (next: string) => {
    setText(next);
    onEdited(editedWords(next, form));
  };
  const { genres } = form.tokenizer;
  const takeGenre = (name: string) => {
    const words = text.replace(/^\s*\p{L}+\s*:\s*/u, '');
    change(name === genres[0]?.name ? words : `${name}: ${words}`);
  };
  const of = (reason: 'unknown' | 'too-long') =>
    dropped.filter((word) => word.reason === reason).map(({ word }) => word);
  const [unknown, tooMany] = [of('unknown'), of('too-long')];
  return (
    <>
      {genres.length < 2 ? null : (
        <Segmented
          label="What it writes"
          value={genre}
          onValueChange={takeGenre}
          options={genres.map(({ name }) => ({ value: name, label: capital(name) }))}
        />
      )}
      <TextArea
        label="Your prompt"
        value={text}
        onChange={(event) => change(event.target.value)}
        placeholder="Words to be told of, such as: fox, lantern, snow"
        hint="Prompt and answer are public, on chain, for ever."
        className="min-h-24"
        labelEnd={
          <span className="num text-sm text-ink-3">
            {used.length === 1 ? '1 word' : `${used.length} words`} · {bytes.length} / {form.maxBytes} bytes
          </span>
        }
      />
      <div aria-live="polite" className="flex flex-col gap-2 empty:hidden">
        {used.length === 0 ? null : (
          <p className="flex flex-wrap items-center gap-1.5 text-sm text-ink-3">
            It will be told of
            {used.map((word) => (
              <span key={word} className="rounded-full bg-up-soft px-2.5 py-0.5 font-[560] text-up">
                {word}
              </span>
            ))}
          </p>
        )}
        {unknown.length === 0 ? null : (
          <Notice tone="warn">
            Not in the model’s vocabulary, and left out: <b>{unknown.join(', ')}</b>.
          </Notice>
        )}
        {tooMany.length === 0 ? null : (
          <Notice tone="warn">
            No room for: <b>{tooMany.join(', ')}</b>. A request has at most {form.maxBytes} bytes.
          </Notice>
        )}
      </div>
      <ExamplePrompts examples={examples} onChoose={change} />
      <KnownWords
        tokenizer={form.tokenizer}
        used={used}
        onChoose={(word) => change(text.trim() === '' ? word : `${text.trim()} ${word}`)}
      />
    </>
  );
}

/** Every word that can be asked for, to look through. */
function KnownWords({
  tokenizer,
  used,
  onChoose,
}: {
  tokenizer: Tokenizer;
  used: readonly string[];
  onChoose: (word: string) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const words = isOpen ? [...new Set(vocabularyOf(tokenizer).steering.values())].toSorted() : [];
  return (
    <details className="text-sm" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="inline-flex min-h-9 items-center text-ink-3">Words it knows</summary>
      <div className="mt-2 flex max-h-64 flex-wrap gap-1 overflow-y-auto">
        {words.map((word) => (
          <Button key={word} look="quiet" size="sm" disabled={used.includes(word)} onClick={() => onChoose(word)}>
            {word}
          </Button>
        ))}
      </div>
    </details>
  );
}
