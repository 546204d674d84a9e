'use client';
import type { ModelFacts } from '@/lib/launch/compile/inspect-model';
import { pictureForm } from '@/lib/launch/compile/inspect-model';
import { Input } from '../../ui/field';
import { Select } from '../../ui/select';
import { Segmented } from '../../ui/tabs';
import type { KeptCompile, TypedScale } from './kept-compile';

const SCALES: readonly { value: TypedScale['kind']; label: string }[] = [
  { value: 'unit', label: '0 … 1 (byte / 255)' },
  { value: 'signed', label: '−1 … 1' },
  { value: 'raw', label: '0 … 255, as it is' },
  { value: 'own', label: 'Other numbers' },
];
const CHANNELS = [
  { value: '1', label: 'Grey' },
  { value: '3', label: 'RGB' },
  { value: '4', label: 'RGBA' },
] as const;

/** What a request is to the model: a picture or plain bytes, what a byte stands for, and what is answered. */
export function RequestFields({
  kept,
  facts,
  set,
  takeOutput,
}: {
  kept: KeptCompile;
  facts: ModelFacts;
  set: (change: Partial<Omit<KeptCompile, 'file' | 'typed'>>) => void;
  takeOutput: (output: string) => void;
}) {
  return (
    <div className="flex flex-col gap-5">
      <div>
        <p className="mb-1.5 text-sm font-[560]">A request is</p>
        <Segmented
          label="A request is"
          className="max-w-md"
          value={kept.picture === null ? 'bytes' : 'picture'}
          onValueChange={(form) =>
            set({ samples: null, picture: form === 'bytes' ? null : (facts.picture ?? guessPicture(facts)) })
          }
          options={[
            { value: 'picture', label: 'A picture' },
            { value: 'bytes', label: `${facts.size} bytes` },
          ]}
        />
      </div>
      {kept.picture === null ? null : <PictureFields kept={kept} facts={facts} set={set} />}
      <div className="grid gap-5 sm:grid-cols-2">
        {facts.isFloat ? (
          <Select
            label="The model sees a byte as"
            value={kept.scale.kind}
            onValueChange={(kind) => set({ scale: { ...kept.scale, kind } })}
            options={SCALES}
            hint="As in training: most image models take 0 … 1."
          />
        ) : null}
        <Select
          label="The answer is"
          value={kept.answer}
          onValueChange={(answer) => set({ answer })}
          options={[
            { value: 'auto', label: 'As the model ends' },
            { value: 'class', label: 'A class: the largest number' },
            { value: 'classes', label: 'A class at each place, from ArgMax' },
            { value: 'values', label: 'The numbers themselves' },
            { value: 'image', label: 'A picture, from 0 … 1' },
            { value: 'image-signed', label: 'A picture, from −1 … 1' },
            { value: 'image-raw', label: 'A picture, from 0 … 255' },
          ]}
          hint="As it ends: a class after Softmax, one at each place after ArgMax, else numbers."
        />
        {facts.outputs.length > 1 ? (
          <Select
            label="Output of the model"
            value={kept.output ?? facts.outputs[0] ?? ''}
            onValueChange={takeOutput}
            options={facts.outputs.map((name) => ({ value: name, label: name }))}
          />
        ) : null}
      </div>
      {kept.scale.kind === 'own' && facts.isFloat ? <OwnScale kept={kept} set={set} /> : null}
    </div>
  );
}

type SetKept = (change: Partial<Omit<KeptCompile, 'file' | 'typed'>>) => void;

function OwnScale({ kept, set }: { kept: KeptCompile; set: SetKept }) {
  const { scale } = kept;
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <Input
        label="Scale"
        inputMode="decimal"
        placeholder="0.00392157"
        value={scale.scale}
        onChange={({ target }) => set({ scale: { ...scale, scale: target.value } })}
        hint="The model sees scale · byte + offset."
      />
      <Input
        label="Offset"
        inputMode="decimal"
        placeholder="0"
        value={scale.offset}
        onChange={({ target }) => set({ scale: { ...scale, offset: target.value } })}
      />
    </div>
  );
}

function PictureFields({ kept, facts, set }: { kept: KeptCompile; facts: ModelFacts; set: SetKept }) {
  const picture = kept.picture ?? { width: 0, height: 0, channels: 1 as const };
  const bytes = picture.width * picture.height * picture.channels;
  const isFixed = facts.picture !== null;
  const side = (name: 'width' | 'height') => (
    <Input
      label={name === 'width' ? 'Width' : 'Height'}
      inputMode="numeric"
      readOnly={isFixed}
      value={picture[name] === 0 ? '' : String(picture[name])}
      onChange={({ target }) =>
        set({ samples: null, picture: { ...picture, [name]: Number.parseInt(target.value, 10) || 0 } })
      }
    />
  );
  return (
    <div>
      <div className="grid gap-4 sm:grid-cols-[8rem_8rem_1fr] sm:items-end">
        {side('width')}
        {side('height')}
        {isFixed ? (
          <p className="text-sm text-ink-3 sm:pb-3">
            {CHANNELS.find(({ value }) => value === String(picture.channels))?.label}, as the model’s input says.
          </p>
        ) : (
          <Segmented
            label="Channels"
            value={CHANNELS.find(({ value }) => value === String(picture.channels))?.value ?? '1'}
            onValueChange={(value) =>
              set({ samples: null, picture: { ...picture, channels: value === '1' ? 1 : value === '3' ? 3 : 4 } })
            }
            options={CHANNELS}
          />
        )}
      </div>
      {bytes === facts.size ? null : (
        <p role="alert" className="mt-2 text-sm text-down">
          {picture.width} × {picture.height} × {picture.channels} are {bytes} bytes; the model takes {facts.size}.
        </p>
      )}
    </div>
  );
}

/** A square picture of one channel or three, for a model whose input is a plain list of numbers. */
function guessPicture({ size }: ModelFacts) {
  for (const channels of [1, 3, 4]) {
    const side = Math.sqrt(size / channels);
    const form = pictureForm({ width: side, height: side, channels });
    if (form !== null) return form;
  }
  return { width: size, height: 1, channels: 1 as const };
}
