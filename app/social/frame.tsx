import { ImageResponse } from 'next/og';
import type { ReactNode } from 'react';

/** The size that every network shows large. */
export const SOCIAL_SIZE = { width: 1200, height: 630 };

/** The site's light colours; the image renderer knows no CSS variables. See app/globals.css. */
export const SOCIAL = {
  paper: '#f6f3eb',
  surface: '#fffdf8',
  line: '#dcd5c5',
  ink: '#18201c',
  ink2: '#434c46',
  ink3: '#5b625b',
  accent: '#96400f',
  up: '#0d6544',
  down: '#a41f30',
} as const;

const MARK = `data:image/svg+xml;base64,${Buffer.from(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none" stroke="${SOCIAL.ink}" stroke-width="1.25">${[
    0, 36, 72, 108, 144,
  ]
    .map((turn) => `<ellipse cx="16" cy="16" rx="14" ry="8.5" transform="rotate(${turn} 16 16)"/>`)
    .join('')}<circle cx="16" cy="16" r="3.4" fill="${SOCIAL.accent}" stroke="none"/></svg>`,
).toString('base64')}`;

/** A social image in the site's look: the mark, what this is, and the page's own part. */
export function socialImage({ eyebrow, children }: { eyebrow: string; children: ReactNode }): ImageResponse {
  return new ImageResponse(
    <div
      style={{
        width: '100%',
        height: '100%',
        display: 'flex',
        flexDirection: 'column',
        padding: 64,
        background: SOCIAL.paper,
        color: SOCIAL.ink,
      }}
    >
      <div style={{ display: 'flex', alignItems: 'center', gap: 18, fontSize: 30 }}>
        {/* biome-ignore lint/performance/noImgElement: drawn by the image renderer, not by a browser */}
        <img alt="" src={MARK} width={48} height={48} />
        <span>OpenIMO</span>
        <span style={{ color: SOCIAL.ink3 }}>{eyebrow}</span>
      </div>
      {children}
    </div>,
    SOCIAL_SIZE,
  );
}
