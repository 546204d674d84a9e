'use client';
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { drawStroke, type Point } from '@/lib/request/brush';
import { type PictureForm, pictureOf } from '@/lib/request/picture';
import { PictureCanvas } from '../../common/shown/picture-canvas';

const PAD_PX = 280;
/** Strokes as thick as in MNIST at 28 pixels. */
const RADIUS_PART = 1 / 26;

function channelsOf(colour: string): [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** A surface to draw on with pen, finger or mouse, pixel for pixel what the model will see. */
export function DrawingPad({
  form,
  bytes,
  isBlank,
  onDrawn,
}: {
  form: PictureForm;
  bytes: Uint8Array;
  isBlank: boolean;
  onDrawn: (bytes: Uint8Array) => void;
}) {
  const [colour, setColour] = useState('#ffffff');
  const last = useRef<Point | null>(null);
  // Several moves of the pointer may come before the page is drawn again.
  const latest = useRef(bytes);
  useEffect(() => {
    latest.current = bytes;
  }, [bytes]);
  const pointOf = (event: PointerEvent<HTMLDivElement>): Point => {
    const box = event.currentTarget.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) / box.width) * form.width,
      y: ((event.clientY - box.top) / box.height) * form.height,
    };
  };
  const draw = (event: PointerEvent<HTMLDivElement>) => {
    const to = pointOf(event);
    const [r, g, b] = channelsOf(colour);
    const brush = {
      colour: form.channels === 1 ? [r] : form.channels === 3 ? [r, g, b] : [r, g, b, 255],
      radius: Math.max(0.5, Math.max(form.width, form.height) * RADIUS_PART),
    };
    latest.current = drawStroke(form, latest.current, { from: last.current ?? to, to, brush });
    last.current = to;
    onDrawn(latest.current);
  };
  return (
    <div className="flex flex-col gap-2">
      <div
        data-testid="drawing-pad"
        className="relative max-w-full cursor-crosshair touch-none select-none"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          last.current = null;
          draw(event);
        }}
        onPointerMove={(event) => {
          if (last.current !== null) draw(event);
        }}
        onPointerUp={() => {
          last.current = null;
        }}
        onPointerCancel={() => {
          last.current = null;
        }}
      >
        <PictureCanvas
          picture={pictureOf(form, bytes)}
          widthPx={PAD_PX}
          alt={isBlank ? 'An empty drawing surface' : 'Your drawing'}
          className="block"
        />
        {isBlank ? (
          <span
            aria-hidden
            className="pointer-events-none absolute inset-0 grid place-items-center text-sm text-white/80"
          >
            {form.channels === 4 ? '' : 'Draw here'}
          </span>
        ) : null}
      </div>
      {form.channels === 1 ? null : (
        <label className="flex min-h-11 items-center gap-3 text-sm text-ink-2">
          <input
            type="color"
            value={colour}
            onChange={(event) => setColour(event.target.value)}
            className="h-9 w-14 rounded-md border border-line bg-surface"
          />
          Colour of the brush
        </label>
      )}
    </div>
  );
}
