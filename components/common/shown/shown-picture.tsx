'use client';
import { Download } from 'lucide-react';
import type { Picture } from '@/lib/request/picture';
import { Button } from '../../ui/button';
import { PictureCanvas } from './picture-canvas';

const SHOWN_PX = 256;
const SAVED_PX = 512;

/** How often each pixel is repeated so that a side is about `wanted` pixels long. */
function scaleTo(wanted: number, { width, height }: Picture): number {
  return Math.max(1, Math.floor(wanted / Math.max(width, height)));
}

/** A picture at a good size, to be kept as a PNG file in which every pixel is a square. */
export function ShownPicture({ picture, alt, fileName }: { picture: Picture; alt: string; fileName: string }) {
  const save = async () => {
    const small = new OffscreenCanvas(picture.width, picture.height);
    small.getContext('2d')?.putImageData(new ImageData(picture.rgba, picture.width, picture.height), 0, 0);
    const scale = scaleTo(SAVED_PX, picture);
    const large = new OffscreenCanvas(picture.width * scale, picture.height * scale);
    const context = large.getContext('2d');
    if (context === null) return;
    context.imageSmoothingEnabled = false;
    context.drawImage(small, 0, 0, large.width, large.height);
    const url = URL.createObjectURL(await large.convertToBlob({ type: 'image/png' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `${fileName}.png`;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <div className="flex flex-wrap items-end gap-3">
      <PictureCanvas picture={picture} widthPx={picture.width * scaleTo(SHOWN_PX, picture)} alt={alt} />
      <Button look="quiet" size="sm" onClick={() => void save()}>
        <Download aria-hidden className="size-4" /> PNG
      </Button>
    </div>
  );
}
