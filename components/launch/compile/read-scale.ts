import type { CompileSettings } from '@/lib/launch/compile/compile-protocol';
import type { TypedScale } from './kept-compile';

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
