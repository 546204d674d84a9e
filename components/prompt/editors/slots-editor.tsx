'use client';
import { Dices } from 'lucide-react';
import { useState } from 'react';
import { describeSlots, encodeSlots, type Slots } from '@/lib/tokenizer/slots';
import { Button } from '../../ui/button';
import { TextArea } from '../../ui/field';
import { type Edited, editedSlots } from './edited';
import { ExamplePrompts } from './text-editor';

/** Words that name what to draw, how they are read, and a die for what they leave open. */
export function SlotsEditor({
  form,
  examples,
  initial,
  onEdited,
}: {
  form: Slots;
  examples: readonly string[];
  initial: string;
  onEdited: (edited: Edited) => void;
}) {
  const [text, setText] = useState(initial);
  const [variation, setVariation] = useState(0);
  const change = (next: string, nextVariation: number) => {
    setText(next);
    setVariation(nextVariation);
    onEdited(editedSlots(next, form, nextVariation));
  };
  const read = encodeSlots(text, form, variation);
  const hasText = text.trim() !== '';
  return (
    <>
      <TextArea
        label="What to draw"
        value={text}
        onChange={(event) => change(event.target.value, 0)}
        placeholder="A thing and a colour, or two things"
        hint="Request and picture are public, on chain, for ever."
        className="min-h-24 text-[0.9375rem]"
      />
      {hasText && (
        <div className="flex flex-wrap items-center justify-between gap-3" aria-live="polite">
          <p className="text-sm text-ink-2">{reading(read, describeSlots(read.bytes, form))}</p>
          <Button
            look="secondary"
            size="sm"
            onClick={() =>
              change(text, (variation + 1 + Math.floor(Math.random() * (read.variations - 1))) % read.variations)
            }
          >
            <Dices aria-hidden className="size-4" /> Another of {read.variations}
          </Button>
        </div>
      )}
      <ExamplePrompts examples={examples} onChoose={(example) => change(example, 0)} />
    </>
  );
}

/** How the words were read: the request, words taken for others, and words left out. */
function reading({ understood, ignored }: ReturnType<typeof encodeSlots>, request: string): string {
  const taken = understood.filter(({ word, as }) => word !== as).map(({ word, as }) => `${word} → ${as}`);
  const parts = [
    `Draws: ${request}.`,
    taken.length === 0 ? '' : `Read: ${taken.join(', ')}.`,
    ignored.length === 0 ? '' : `Left out: ${ignored.join(', ')}.`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}
