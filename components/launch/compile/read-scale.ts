import type { CompileSettings } from '@/lib/launch/compile/compile-protocol';
import type { ChosenAnswer, TypedScale } from './kept-compile';

const KNOWN = {
  unit: { scale: 1 / 255, offset: 0 },
  signed: { scale: 2 / 255, offset: -1 },
  raw: { scale: 1, offset: 0 },
} as const;

/** The scale that was chosen; undefined where the typed numbers are none. */
export function readScale({ kind, scale, offset }: TypedScale): CompileSettings['inputScale'] | undefined {
  if (kind !== 'own') return KNOWN[kind];
  const typed = { scale: Number(scale), offset: Number(offset === '' ? '0' : offset) };
  const isGood =
    scale.trim() !== '' && Number.isFinite(typed.scale) && typed.scale !== 0 && Number.isFinite(typed.offset);
  return isGood ? typed : undefined;
}

/** What the compiler is told of the answer. */
export function readAnswer(chosen: ChosenAnswer): Pick<CompileSettings, 'answer' | 'outputScale'> {
  switch (chosen) {
    case 'auto':
      return { answer: null, outputScale: null };
    case 'class':
    case 'classes':
    case 'values':
      return { answer: chosen, outputScale: null };
    case 'image':
      return { answer: 'image', outputScale: { scale: 255, offset: 0 } };
    case 'image-signed':
      return { answer: 'image', outputScale: { scale: 127.5, offset: 127.5 } };
    case 'image-raw':
      return { answer: 'image', outputScale: { scale: 1, offset: 0 } };
    default:
      return chosen satisfies never;
  }
}
