import { decode, encode } from '../../onnx/protobuf.ts';
import type { Message } from '../../onnx/schema.ts';
import { SUPPORTED_OPERATORS } from '../ops/handlers.ts';

const SIZES = [0, -1, 1, 2, 3, 7, 64, 1000, 65_535, 2 ** 20, 2 ** 31, 10 ** 9, 2 ** 53, -(2 ** 40)];

const ATTRIBUTES = 'axis axes perm kernel_shape strides pads dilations group keepdims epsilon transB blocksize split to'
  .split(' ')
  .concat('output_padding', 'output_shape', 'ceil_mode', 'allowzero');

type Pick = <T>(list: readonly T[], otherwise: T) => T;

/** A sound protobuf file of a senseless network: one to three nodes, tensors or inputs are changed. */
export function mutateNetwork(bytes: Uint8Array, random: () => number): Uint8Array {
  const pick: Pick = (list, otherwise) => list[Math.floor(random() * list.length)] ?? otherwise;
  let model = decode('ModelProto', bytes);
  for (let left = 1 + Math.floor(3 * random()); left > 0; left--) {
    const { node = [], initializer = [], input = [], ...graph } = model.graph ?? {};
    const names = [
      ...node.flatMap((one) => one.output ?? []),
      ...initializer.map(({ name = '' }) => name),
      'x',
      'none',
    ];
    const change = <T>(list: readonly T[], by: (one: T) => T): T[] => {
      const victim = Math.floor(random() * list.length);
      return list.map((one, i) => (i === victim ? by(one) : one));
    };
    const kind = random();
    model = {
      ...model,
      graph: {
        ...graph,
        node: kind < 0.6 ? change(node, (one) => otherNode(one, names, pick)) : node,
        initializer:
          kind >= 0.6 && kind < 0.9 ? change(initializer, (one) => otherTensor(one, names, pick)) : initializer,
        input: kind >= 0.9 ? change(input, (one) => otherInput(one, pick)) : input,
      },
    };
  }
  return encode('ModelProto', model);
}

function otherNode(one: Message<'NodeProto'>, names: readonly string[], pick: Pick): Message<'NodeProto'> {
  const { input = [], attribute = [] } = one;
  switch (pick([0, 1, 2, 3, 4, 5], 0)) {
    case 0:
      return { ...one, opType: pick(SUPPORTED_OPERATORS, '') };
    case 1:
      return { ...one, input: input.map((name) => pick([name, pick(names, '')], '')) };
    case 2:
      return { ...one, input: pick([input.slice(0, -1), input.slice(1), [...input, ...input]], []) };
    case 3:
      return { ...one, attribute: attribute.slice(1) };
    case 4: {
      const victim = pick(
        attribute.map((_, i) => i),
        0,
      );
      const [i, other] = [pick(SIZES, 0), pick(SIZES, 0)];
      return {
        ...one,
        attribute: attribute.map((own, at) =>
          at === victim ? { ...own, i, f: i, ints: (own.ints ?? [0]).map((size) => pick([size, i, other], 0)) } : own,
        ),
      };
    }
    default: {
      const i = pick(SIZES, 0);
      const ints = pick([[i], [i, pick(SIZES, 0)], [1, 1, i, i], []], []);
      return { ...one, attribute: [...attribute, { name: pick(ATTRIBUTES, ''), i, f: i, ints, type: 7 }] };
    }
  }
}

function otherTensor(one: Message<'TensorProto'>, names: readonly string[], pick: Pick): Message<'TensorProto'> {
  const { dims = [], int64Data, rawData = new Uint8Array() } = one;
  switch (pick([0, 1, 2, 3, 4, 5], 0)) {
    case 0:
      return { ...one, dims: dims.map((dim) => pick([dim, pick(SIZES, 0)], 0)) };
    case 1:
      return {
        ...one,
        dims: pick([[...dims, 1], dims.toReversed(), dims.slice(1), [dims.reduce((a, b) => a * b, 1)]], []),
      };
    case 2:
      return { ...one, dataType: pick([0, 2, 3, 6, 7, 9, 10, 11, 16, 99], 0) };
    case 3:
      return { ...one, name: pick(names, '') };
    case 4:
      return { ...one, rawData: rawData.slice(0, pick([0, 4, 8, rawData.length - 4], 0)) };
    default:
      return int64Data === undefined
        ? { ...one, rawData: rawData.map(() => pick([0, 127, 255], 0)) }
        : { ...one, int64Data: int64Data.map((value) => pick([value, pick(SIZES, 0)], 0)) };
  }
}

function otherInput(one: Message<'ValueInfoProto'>, pick: Pick): Message<'ValueInfoProto'> {
  const { tensorType = {} } = one.type ?? {};
  const dim = (tensorType.shape?.dim ?? []).map((own) => pick([own, { dimValue: pick(SIZES, 0) }], own));
  const elemType = pick([tensorType.elemType ?? 1, 1, 2, 7, 8], 1);
  return {
    ...one,
    type: { tensorType: { ...tensorType, elemType, shape: { dim: pick([dim, dim.slice(1), [...dim, {}]], dim) } } },
  };
}

/** One to four changes of bytes: single ones, runs of one value, cuts and repeats. */
export function mutateRaw(bytes: Uint8Array, random: () => number): Uint8Array {
  let changed: Uint8Array = bytes.slice();
  // Half of them near the ends, where a file's structure is.
  const place = (): number => {
    const [side, at] = [random(), Math.floor(random() * Math.min(changed.length, 600))];
    if (side < 0.25) return at;
    return side < 0.5 ? changed.length - 1 - at : Math.floor(random() * changed.length);
  };
  const joined = (...parts: readonly Uint8Array[]): Uint8Array =>
    Uint8Array.from(parts.reduce<number[]>((all, part) => all.concat(Array.from(part)), []));
  for (let left = 1 + Math.floor(4 * random()); left > 0 && changed.length > 0; left--) {
    const [kind, at, length] = [random(), place(), Math.floor(random() * 40)];
    if (kind < 0.6) changed[at] = Math.floor(256 * random());
    else if (kind < 0.8) changed.fill(random() < 0.5 ? 255 : 0, at, at + length);
    else if (kind < 0.9) changed = joined(changed.subarray(0, at), changed.subarray(at + length));
    else changed = joined(changed.subarray(0, at + length), changed.subarray(at));
  }
  return changed;
}
