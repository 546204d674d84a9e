'use client';
import { Contrast, Eraser, Upload } from 'lucide-react';
import { useState } from 'react';
import { toAppError } from '@/lib/errors/decode';
import { type Fit, inverted, type PictureForm, pictureOf } from '@/lib/request/picture';
import { PictureCanvas } from '../../common/shown/picture-canvas';
import { readPicture } from '../../common/shown/read-picture';
import { Button } from '../../ui/button';
import { FileButton } from '../../ui/file-button';
import { Segmented } from '../../ui/tabs';
import { DrawingPad } from './drawing-pad';
import { type Edited, missing, ready } from './edited';

/** Larger pictures are not drawn by hand. */
const PAD_SIDE = 64;
const NOTHING = 'Draw or choose a picture';

/** A picture of exactly the model's size: drawn here, taken from a file, or one of the examples. */
export function PictureEditor({
  form,
  examples,
  initial,
  onEdited,
}: {
  form: PictureForm;
  examples: readonly Uint8Array[];
  initial: Uint8Array | null;
  onEdited: (edited: Edited) => void;
}) {
  const blank = () => new Uint8Array(form.width * form.height * form.channels);
  const [bytes, setBytes] = useState(() => initial ?? blank());
  const [isBlank, setBlank] = useState(initial === null);
  const [fit, setFit] = useState<Fit>(form.channels === 1 ? 'whole' : 'fill');
  const [file, setFile] = useState<File | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const change = (next: Uint8Array) => {
    setBytes(next);
    setBlank(false);
    setFault(null);
    onEdited(ready(next));
  };
  const clear = () => {
    setBytes(blank());
    setBlank(true);
    setFile(null);
    setFault(null);
    onEdited(missing(NOTHING));
  };
  const take = async (chosen: File, how: Fit) => {
    setFile(chosen);
    setFit(how);
    try {
      change(await readPicture(chosen, form, how));
    } catch (error) {
      setFault(toAppError(error).message);
    }
  };
  const canDraw = Math.max(form.width, form.height) <= PAD_SIDE;
  return (
    <section aria-label="Your picture" className="flex flex-col gap-4">
      <div className="flex items-baseline justify-between gap-3 text-sm">
        <h2 className="font-[560]">Your picture</h2>
        <span className="num text-ink-3">
          {form.width} × {form.height}, {form.channels === 1 ? 'grey' : 'colour'} ·{' '}
          {form.width * form.height * form.channels} bytes
        </span>
      </div>
      <div className="flex flex-wrap items-start gap-5">
        {canDraw ? (
          <DrawingPad form={form} bytes={bytes} isBlank={isBlank} onDrawn={change} />
        ) : (
          <PictureCanvas
            picture={pictureOf(form, bytes)}
            widthPx={256}
            alt={isBlank ? 'No picture yet' : 'Your picture'}
          />
        )}
        <div className="flex flex-col gap-2">
          <FileButton
            label="Picture file"
            accept="image/*"
            onFiles={([chosen]) => void (chosen === undefined ? undefined : take(chosen, fit))}
          >
            <Upload aria-hidden className="size-4" /> From a file
          </FileButton>
          <Button look="secondary" size="sm" disabled={isBlank} onClick={clear}>
            <Eraser aria-hidden className="size-4" /> Clear
          </Button>
          <Button look="secondary" size="sm" disabled={isBlank} onClick={() => change(inverted(bytes, form.channels))}>
            <Contrast aria-hidden className="size-4" /> Invert
          </Button>
          {file === null ? null : (
            <Segmented
              label="Fit the picture"
              value={fit}
              onValueChange={(how) => void take(file, how)}
              options={[
                { value: 'fill', label: 'Fill' },
                { value: 'whole', label: 'Whole' },
              ]}
            />
          )}
        </div>
      </div>
      {fault === null ? null : (
        <p role="alert" className="text-sm text-down">
          {fault}
        </p>
      )}
      <p className="text-sm text-ink-3">Picture and answer are public, on chain, for ever.</p>
      <ExamplePictures form={form} examples={examples} onChoose={change} />
    </section>
  );
}

function ExamplePictures({
  form,
  examples,
  onChoose,
}: {
  form: PictureForm;
  examples: readonly Uint8Array[];
  onChoose: (bytes: Uint8Array) => void;
}) {
  if (examples.length === 0) return null;
  return (
    <fieldset>
      <legend className="mb-2 text-sm text-ink-3">Or begin with</legend>
      <div className="flex flex-wrap gap-2">
        {examples.map((bytes, place) => (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: the examples of a model never change
            key={place}
            type="button"
            aria-label={`Example ${place + 1}`}
            onClick={() => onChoose(bytes)}
            className="rounded-[8px] p-0.5 hover:bg-line-strong"
          >
            <PictureCanvas picture={pictureOf(form, bytes)} widthPx={44} alt={null} />
          </button>
        ))}
      </div>
    </fieldset>
  );
}
