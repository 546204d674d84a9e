import type { Program } from '../../lib/engine/program.ts';
import { layOut, type TraceTensor, windowOf } from '../../lib/engine/trace/records.ts';
import { encode } from '../../lib/onnx/protobuf.ts';

/**
 * The matrix work of a program's one step as onnxruntime likes it best: each linear, conv and matmul as a QLinearConv or QLinearMatMul of
 * uint8 values and int8 weights, side by side, nothing else. Undefined where there is none. Its time is a bound from below on a
 * quantised model's. The weights are any bytes: time does not depend on them.
 */
export function int8Peer(program: Program): Uint8Array | undefined {
  const nodes: object[] = [];
  const initializer: object[] = [scalar('s', 1, floatBytes(0.01)), scalar('z', 2, [128]), scalar('zw', 3, [0])];
  const output: object[] = [];
  const add = (op: string, shapes: { x: number[]; w: number[]; wType: number }, attribute: object[]): void => {
    const id = String(nodes.length);
    initializer.push(constant(`x${id}`, 2, shapes.x), constant(`w${id}`, shapes.wType, shapes.w));
    const zero = shapes.wType === 3 ? 'zw' : 'z';
    const input = [`x${id}`, 's', 'z', `w${id}`, 's', zero, 's', 'z'];
    nodes.push({ opType: op, input, output: [`y${id}`], attribute });
    output.push({ name: `y${id}` });
  };
  for (const tensor of layOut(program).tensors) {
    switch (tensor.name) {
      case 'linear':
        add('QLinearMatMul', { x: [1, tensor.xInfo.size], w: [tensor.xInfo.size, tensor.size], wType: 3 }, []);
        break;
      case 'conv':
        add('QLinearConv', ...convOf(tensor));
        break;
      case 'matmul': {
        const [m = 1, n = 1, d = 1] = tensor.words;
        const batch = tensor.xInfo.size / (m * d);
        add('QLinearMatMul', { x: [batch, m, d], w: [batch, d, n], wType: 2 }, []);
        break;
      }
      default:
    }
  }
  if (nodes.length === 0) return undefined;
  const graph = { node: nodes, name: 'peer', initializer, output, input: [] };
  return encode('ModelProto', { irVersion: 8, opsetImport: [{ domain: '', version: 13 }], graph });
}

function convOf(tensor: TraceTensor): [{ x: number[]; w: number[]; wType: number }, object[]] {
  const window = windowOf(tensor.words);
  const { height, width, channels, kernelHeight, kernelWidth, outHeight, outWidth } = window;
  const rows = tensor.size / (outHeight * outWidth);
  const end = (out: number, stride: number, taps: number, dilation: number, pad: number, size: number): number =>
    (out - 1) * stride + (taps - 1) * dilation + 1 - pad - size;
  const bottom = end(outHeight, window.strideY, kernelHeight, window.dilationY, window.padTop, height);
  const right = end(outWidth, window.strideX, kernelWidth, window.dilationX, window.padLeft, width);
  const pads = [window.padTop, window.padLeft, Math.max(0, bottom), Math.max(0, right)];
  const w = [rows, channels / tensor.heads, kernelHeight, kernelWidth];
  return [
    { x: [1, channels, height, width], w, wType: 3 },
    [
      ints('pads', pads),
      ints('strides', [window.strideY, window.strideX]),
      ints('dilations', [window.dilationY, window.dilationX]),
      { name: 'group', type: 2, i: tensor.heads },
    ],
  ];
}

function ints(name: string, values: readonly number[]): object {
  return { name, type: 7, ints: values };
}

function constant(name: string, dataType: number, dims: readonly number[]): object {
  const size = dims.reduce((all, dim) => all * dim, 1);
  return {
    name,
    dataType,
    dims,
    rawData: Uint8Array.from({ length: size }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 24),
  };
}

function scalar(name: string, dataType: number, bytes: readonly number[]): object {
  return { name, dataType, dims: [], rawData: Uint8Array.from(bytes) };
}

function floatBytes(value: number): number[] {
  return [...new Uint8Array(new Float32Array([value]).buffer)];
}
