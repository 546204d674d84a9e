import { RANGE } from '../../lib/engine/tensor.ts';
import type { StepCase } from './step-case.ts';

/** Whether the element is the least or greatest of its type: where a result was saturated it is one. */
export function isExtreme(step: StepCase, tensor: number, element: number): boolean {
  const dtype = step.layout.tensors[tensor]?.dtype ?? 'i8';
  const { low, high } = RANGE[dtype];
  const value = step.value(tensor, element);
  return value === low || value === high;
}

/** Whether the element was rounded from exactly between two integers; looks at all that round but conv. `bytes` are the weights. */
export function isTie(
  step: StepCase,
  { tensor, element, bytes }: { tensor: number; element: number; bytes: Uint8Array },
): boolean {
  const record = step.layout.tensors[tensor];
  if (record === undefined) return false;
  const { x, y, xInfo, mul, shift, size } = record;
  const rowLength = xInfo.size / Math.max(record.heads, 1);
  const half = (value: bigint, divisor: bigint): boolean => (2n * value) % divisor === 0n && value % divisor !== 0n;
  switch (record.name) {
    case 'linear': {
      const columns = xInfo.size;
      const row = record.weights + element * (columns + 8);
      const view = new DataView(bytes.buffer, bytes.byteOffset + row, columns + 8);
      let sum = view.getInt32(columns, true);
      for (let k = 0; k < columns; k++) sum += view.getInt8(k) * step.value(x, k);
      return half(BigInt(sum) * BigInt(view.getUint16(columns + 4, true)), 1n << BigInt(shift));
    }
    case 'scale': {
      const by = BigInt(step.value(y, Math.floor(element / rowLength)));
      return half(BigInt(step.value(x, element)) * by * BigInt(mul), 1n << BigInt(shift));
    }
    case 'multiply':
      return half(BigInt(step.value(x, element) * step.value(y, element)) * BigInt(mul), 1n << BigInt(shift));
    case 'requantise':
      return half(BigInt(step.value(x, element)) * BigInt(mul), 1n << BigInt(shift));
    case 'matmul': {
      const [rows = 1, columns = 1, depth = 1] = record.words;
      const from = Math.floor(element / columns);
      const other = Math.floor(from / rows) * columns + (element % columns);
      let sum = 0;
      for (let d = 0; d < depth; d++) sum += step.value(x, from * depth + d) * step.value(y, other * depth + d);
      return half(BigInt(sum) * BigInt(mul), 1n << BigInt(shift));
    }
    case 'center': {
      const first = Math.floor(element / rowLength) * rowLength;
      let sum = 0;
      for (let k = 0; k < rowLength; k++) sum += step.value(x, first + k);
      return half(BigInt(sum), BigInt(rowLength));
    }
    case 'divide': {
      const sum = Math.max(step.value(y, Math.floor(element / rowLength)), 1);
      return half(BigInt(step.value(x, element)) * BigInt(mul), BigInt(sum) << BigInt(shift));
    }
    case 'mix': {
      const total = step.value(x, step.shared.step * size + element);
      const sum = step.value(y, Math.floor(element / (size / record.heads)));
      return half(BigInt(total) * BigInt(mul), BigInt(Math.max(sum, 1)) << BigInt(shift));
    }
    default:
      return false;
  }
}
