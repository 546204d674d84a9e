'use client';
import { useState } from 'react';
import { utf8Length } from '@/lib/request/text-length';
import { Button } from '../../ui/button';
import { TextArea } from '../../ui/field';
import { type Edited, editedText } from './edited';

/** A prompt in free text with its byte counter. */
export function TextEditor({
  maxBytes,
  examples,
  initial,
  onEdited,
}: {
  /** Undefined where the model's limits are not known. */
  maxBytes: number | undefined;
  examples: readonly string[];
  initial: string;
  onEdited: (edited: Edited) => void;
}) {
  const [text, setText] = useState(initial);
  const length = utf8Length(text);
  const isTooLong = maxBytes !== undefined && length > maxBytes;
  const change = (next: string) => {
    setText(next);
    onEdited(editedText(next, maxBytes));
  };
  return (
    <>
      <TextArea
        label="Your prompt"
        value={text}
        onChange={(event) => change(event.target.value)}
        placeholder="The model goes on from what you write"
        error={isTooLong ? `At most ${maxBytes} bytes: ${length - maxBytes} too many.` : undefined}
        hint="Prompt and answer are public, on chain, for ever."
        className="min-h-36 font-mono text-[0.9375rem]"
        labelEnd={
          <span className={`num text-sm ${isTooLong ? 'text-down' : 'text-ink-3'}`}>
            {length} / {maxBytes ?? '…'} bytes
          </span>
        }
      />
      <ExamplePrompts examples={examples} onChoose={change} />
    </>
  );
}

/** Prompts to begin with. */
export function ExamplePrompts({
  examples,
  onChoose,
}: {
  examples: readonly string[];
  onChoose: (example: string) => void;
}) {
  if (examples.length === 0) return null;
  return (
    <fieldset>
      <legend className="mb-2 text-sm text-ink-3">Or begin with</legend>
      <div className="flex flex-wrap gap-2">
        {examples.map((example) => (
          <Button key={example} look="secondary" size="sm" onClick={() => onChoose(example)}>
            {example}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}
