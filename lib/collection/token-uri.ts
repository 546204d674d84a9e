import { z } from 'zod';

const JSON_PREFIX = 'data:application/json;base64,';
const SVG_PREFIX = 'data:image/svg+xml;base64,';

const schema = z.object({
  name: z.string(),
  description: z.string(),
  image: z
    .string()
    .refine((text) => text.startsWith(SVG_PREFIX) && /^[A-Za-z0-9+/=]*$/.test(text.slice(SVG_PREFIX.length))),
});

/** What the contract says of a piece. `image` is a data: URI of SVG: it may go into an `<img>` and nowhere else. */
export type PieceMetadata = z.infer<typeof schema>;

/** Reads the metadata that AIGCRenderer makes; null for anything else, which a false collection may give. */
export function parseTokenUri(uri: string): PieceMetadata | null {
  if (!uri.startsWith(JSON_PREFIX)) return null;
  try {
    const bytes = Uint8Array.from(atob(uri.slice(JSON_PREFIX.length)), (letter) => letter.charCodeAt(0));
    const parsed = schema.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
