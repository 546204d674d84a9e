import { clearAfter } from './bytes';
import { firstTap, tapsBefore, Window } from './window';

/** out[p][q][c] = the largest x of channel c among the taps of (p, q) that lie in x; there is one. T is the element type. */
export function pool<T>(x: usize, window: Window, out: usize): void {
  const pixelBytes = window.channels * sizeof<T>();
  const lineBytes = window.width * pixelBytes;
  for (let p = 0; p < window.outHeight; p++) {
    const y0 = <i64>p * <i64>window.strideY - <i64>window.padTop;
    const firstY = firstTap(y0, window.dilationY, window.kernelHeight);
    const endY = tapsBefore(window.height, y0, window.dilationY, window.kernelHeight);
    const top = <i32>(y0 + <i64>firstY * <i64>window.dilationY);
    for (let q = 0; q < window.outWidth; q++) {
      const x0 = <i64>q * <i64>window.strideX - <i64>window.padLeft;
      const firstX = firstTap(x0, window.dilationX, window.kernelWidth);
      const endX = tapsBefore(window.width, x0, window.dilationX, window.kernelWidth);
      const left = <i32>(x0 + <i64>firstX * <i64>window.dilationX);
      const corner = x + top * lineBytes + left * pixelBytes;
      for (let c = 0; c < pixelBytes; c += 16) {
        let most = v128.load(corner + c);
        let line = corner + c;
        for (let a = firstY; a < endY; a++) {
          let at = line;
          for (let b = firstX; b < endX; b++) {
            most = v128.max<T>(most, v128.load(at));
            at += window.dilationX * pixelBytes;
          }
          line += window.dilationY * lineBytes;
        }
        v128.store(out + c, most);
      }
      out += pixelBytes;
    }
  }
  clearAfter(out);
}
