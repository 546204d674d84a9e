import { engravingOf } from '@/components/ui/engraving-path';

/** The engraving of a seed as an image's address, for the image renderer, which knows neither `use` nor oklch. */
export function engravingImage(seed: string): string {
  const { outer, inner, outerTurns, innerTurns, hue, hue2 } = engravingOf(seed);
  const turns = (path: string, count: number, step: number) =>
    Array.from(
      { length: count },
      (_, turn) => `<path d="${path}" transform="rotate(${(turn * 360) / (count * step)} 50 50)"/>`,
    ).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="100" height="100" rx="22" fill="hsl(${hue},38%,90%)"/><g fill="none" stroke="hsl(${hue},45%,34%)" stroke-width="0.6">${turns(outer, outerTurns, 5)}</g><g fill="none" stroke="hsl(${(hue + hue2) % 360},55%,40%)" stroke-width="0.7">${turns(inner, innerTurns, 3)}</g></svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}
