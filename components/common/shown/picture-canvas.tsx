'use client';
import { useEffect, useRef } from 'react';
import type { Picture } from '@/lib/request/picture';
import { cn } from '../../ui/cn';

/** A picture pixel by pixel, enlarged without blur. `widthPx` is the width on the page; `alt` says what is to be seen; null: something beside it does. */
export function PictureCanvas({
  picture,
  widthPx,
  alt,
  className,
}: {
  picture: Picture;
  widthPx: number;
  alt: string | null;
  className?: string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const { rgba, width, height } = picture;
    canvas.current?.getContext('2d')?.putImageData(new ImageData(rgba, width, height), 0, 0);
  }, [picture]);
  return (
    <canvas
      ref={canvas}
      {...(alt === null ? { 'aria-hidden': true } : { role: 'img', 'aria-label': alt })}
      width={picture.width}
      height={picture.height}
      style={{ width: widthPx, aspectRatio: `${picture.width} / ${picture.height}` }}
      className={cn('checkered max-w-full rounded-[6px] border border-line [image-rendering:pixelated]', className)}
    />
  );
}
