import { Fields, malformed } from '../fields.ts';
import { LIMITS } from '../limits.ts';
import type { Window } from '../op.ts';

/** Field window, over a tensor of `size` elements. Throws `program/malformed`. Spec: docs/op-spec.md, "Windows". */
export function windowOf(parent: Fields, size: number): Window {
  const fields = new Fields(parent.value('window'), `${parent.where}.window`);
  const two = (name: string, low: number) => fields.ints(name, 2, low, LIMITS.window);
  const [height = 0, width = 0, channels = 0] = fields.ints('shape', 3, 1, LIMITS.window);
  const [kernelHeight = 0, kernelWidth = 0] = two('kernel', 1);
  const [strideY = 0, strideX = 0] = two('stride', 1);
  const [dilationY = 0, dilationX = 0] = two('dilation', 1);
  const [padTop = 0, padLeft = 0] = two('padding', 0);
  const [outHeight = 0, outWidth = 0] = two('out', 1);
  fields.end();
  if (height * width * channels !== size) {
    malformed(`${fields.where}: ${height} × ${width} × ${channels} is not x, of ${size} elements.`);
  }
  return {
    ...{ height, width, channels, kernelHeight, kernelWidth, strideY, strideX },
    ...{ dilationY, dilationX, padTop, padLeft, outHeight, outWidth },
  };
}

/** Throws unless every window of the picture has a tap that is not padding. */
export function checkNoEmptyWindow(where: string, window: Window): void {
  const { height, width, kernelHeight, kernelWidth, strideY, strideX } = window;
  const { dilationY, dilationX, padTop, padLeft, outHeight, outWidth } = window;
  const isFull = (out: number, stride: number, pad: number, taps: number, dilation: number, size: number): boolean => {
    for (let p = 0; p < out; p++) {
      const first = p * stride - pad;
      // The first tap at or after 0, and whether it is one of the window's and inside.
      const skipped = first < 0 ? Math.ceil(-first / dilation) : 0;
      if (skipped >= taps || first + skipped * dilation >= size) return false;
    }
    return true;
  };
  if (
    !isFull(outHeight, strideY, padTop, kernelHeight, dilationY, height) ||
    !isFull(outWidth, strideX, padLeft, kernelWidth, dilationX, width)
  ) {
    malformed(`${where}: a window has nothing but padding.`);
  }
}
