// An icon set of Iconify, unpacked: draws an icon by its name.
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { z } from 'zod';

const setSchema = z.object({
  prefix: z.string(),
  icons: z.record(
    z.string(),
    z.object({ body: z.string(), width: z.number().optional(), height: z.number().optional() }),
  ),
  aliases: z.record(z.string(), z.object({ parent: z.string() })).default({}),
  width: z.number().default(16),
  height: z.number().default(16),
});

/** A set of icons. `draw` gives side × side × RGBA bytes. */
export interface Icons {
  readonly has: (name: string) => boolean;
  readonly draw: (name: string, side: number) => Promise<Buffer>;
}

/** Reads the set of a package that is unpacked at packages/<name without @ and />. */
export async function openIcons(packages: string, name: string): Promise<Icons> {
  const file = `${packages}/${name.replace('@', '').replace('/', '-')}/icons.json`;
  const set = setSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  const find = (icon: string): string => set.aliases[icon]?.parent ?? icon;
  return {
    has: (icon) => set.icons[find(icon)] !== undefined,
    draw: async (icon, side) => {
      const found = set.icons[find(icon)];
      if (found === undefined) throw new Error(`${name} has no ${icon}`);
      const [width, height] = [found.width ?? set.width, found.height ?? set.height];
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${side}" height="${side}" viewBox="0 0 ${width} ${height}">${found.body}</svg>`;
      return sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer();
    },
  };
}
