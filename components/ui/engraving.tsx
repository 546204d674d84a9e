import { type CSSProperties, memo, useId } from 'react';
import { cn } from './cn';
import { engravingOf } from './engraving-path';

/** Draws the engraved rosette of a seed (a token's address, an account). Decorative: the name stands beside it. */
export const Engraving = memo(function Engraving({
  seed,
  className,
  fine = true,
}: {
  seed: string;
  className?: string;
  fine?: boolean;
}) {
  const id = useId().replace(/[^a-zA-Z0-9]/g, '');
  const { outer, inner, outerTurns, innerTurns, hue, hue2 } = engravingOf(seed);
  const turns = fine ? outerTurns : 4;
  const innerCount = fine ? innerTurns : 3;
  const other = (hue + hue2) % 360;
  // React's style type has no custom properties.
  const ground = { '--h': `${hue}`, '--h2': `${other}` } as CSSProperties;
  return (
    <svg
      aria-hidden
      viewBox="0 0 100 100"
      className={cn('engraving shrink-0 overflow-hidden rounded-[22%]', className)}
      style={ground}
    >
      <defs>
        <path id={`o${id}`} d={outer} />
        <path id={`i${id}`} d={inner} />
      </defs>
      <rect width="100" height="100" className="engraving-ground" />
      <g fill="none" strokeWidth={fine ? 0.7 : 2} className="engraving-outer">
        {Array.from({ length: turns }, (_, turn) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the turns are the same picture in a fixed order
          <use key={turn} href={`#o${id}`} transform={`rotate(${(turn * 360) / (turns * 5)} 50 50)`} />
        ))}
      </g>
      <g fill="none" strokeWidth={fine ? 0.8 : 2.4} className="engraving-inner">
        {Array.from({ length: innerCount }, (_, turn) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the turns are the same picture in a fixed order
          <use key={turn} href={`#i${id}`} transform={`rotate(${(turn * 360) / (innerCount * 3)} 50 50)`} />
        ))}
      </g>
    </svg>
  );
});
