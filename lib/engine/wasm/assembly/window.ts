/** What conv and pool slide over x [height][width][channels]: the words of its record, in their order. */
@unmanaged
export class Window {
  height: i32;
  width: i32;
  channels: i32;
  kernelHeight: i32;
  kernelWidth: i32;
  strideY: i32;
  strideX: i32;
  dilationY: i32;
  dilationX: i32;
  padTop: i32;
  padLeft: i32;
  outHeight: i32;
  outWidth: i32;
  /** conv: value of x's padding. */
  pad: i32;
}

/** The first of `taps` that is at 0 or beyond, where tap i is at `start` + i · `dilation`; their number if there is none. */
// @ts-ignore: decorator
@inline
export function firstTap(start: i64, dilation: i32, taps: i32): i32 {
  return start >= 0 ? 0 : <i32>min<i64>(<i64>taps, (<i64>dilation - 1 - start) / <i64>dilation);
}

/** How many of them lie before `end`. */
// @ts-ignore: decorator
@inline
export function tapsBefore(end: i32, start: i64, dilation: i32, taps: i32): i32 {
  const room = <i64>end - start;
  if (room > (<i64>taps - 1) * <i64>dilation) return taps;
  return room <= 0 ? 0 : <i32>((room + <i64>dilation - 1) / <i64>dilation);
}
