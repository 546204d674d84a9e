import type { Window } from '../op.ts';
import type { Random } from './random.ts';

/** The largest number that a window has. */
const MOST = 65_535;

/** A window of few pixels over a picture: ordinary ones, single pixels, and at times one with a number of the end. */
export function randomWindow(random: Random, shape: { height: number; width: number; channels: number }): Window {
  const { height, width } = shape;
  if (random.chance(4)) {
    const one = { kernelHeight: 1, kernelWidth: 1, strideY: 1, strideX: 1, dilationY: 1, dilationX: 1 };
    return { ...shape, ...one, padTop: 0, padLeft: 0, outHeight: height, outWidth: width };
  }
  const [y, x] = [axis(random, height), axis(random, width)];
  return {
    ...shape,
    ...{ kernelHeight: y.kernel, kernelWidth: x.kernel, strideY: y.stride, strideX: x.stride },
    ...{ dilationY: y.dilation, dilationX: x.dilation, padTop: y.pad, padLeft: x.pad },
    ...{ outHeight: y.out, outWidth: x.out },
  };
}

/** One direction. The padding at the end is what the output reaches beyond. */
function axis(random: Random, size: number) {
  const kernel = random.chance(8) ? random.int(1, 9) : random.pick([1, 2, 3, 3]);
  const dilation = random.chance(30) ? MOST : random.chance(3) ? random.int(1, 4) : 1;
  const stride = random.chance(30) ? MOST : random.pick([1, 1, 2, 3]);
  const reach = (kernel - 1) * dilation;
  const pad = random.pick([0, Math.floor(reach / 2), reach, random.int(0, 4), random.int(0, reach + 3)]);
  const last = random.pick([0, Math.floor(reach / 2), random.int(0, reach + 3)]);
  const fitting = Math.floor((size + pad + last - reach - 1) / stride) + 1;
  const out = Math.max(1, Math.min(random.chance(6) ? random.int(1, 9) : fitting, 9));
  return { kernel, dilation, stride, pad: random.chance(40) ? MOST : Math.min(pad, MOST), out };
}
