import { RANGE } from '../../lib/engine/tensor.ts';
import type { StepCase } from './step-case.ts';

/** Whether the element is the least or greatest of its type: where a result was saturated it is one. */
export function isExtreme(step: StepCase, tensor: number, element: number): boolean {
  const dtype = step.layout.tensors[tensor]?.dtype ?? 'i8';
  const { low, high } = RANGE[dtype];
  const value = step.value(tensor, element);
  return value === low || value === high;
}

/** Whether the element was rounded from exactly between two integers; looks at linear, scale and mix. `bytes` are the weights. */
export function isTie(
  step: StepCase,
  { tensor, element, bytes }: { tensor: number; element: number; bytes: Uint8Array },
): boolean {
  const record = step.layout.tensors[tensor];
  if (record === undefined) return false;
  const { x, y, xInfo, mul, shift, size } = record;
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
    case 'scale':
      return half(BigInt(step.value(x, element)) * BigInt(step.value(y, 0)) * BigInt(mul), 1n << BigInt(shift));
    case 'mix': {
      const total = step.value(x, step.shared.step * size + element);
      const sum = step.value(y, Math.floor(element / (size / record.heads)));
      return half(BigInt(total) * BigInt(mul), BigInt(Math.max(sum, 1)) << BigInt(shift));
    }
    default:
      return false;
  }
}
