// Small random programs in which every operator occurs, of both modes: what games are played about.
import { ELEMENT_BYTES } from '../../lib/engine/tensor.ts';
import { type Random, randomOf } from './random.ts';
import { BYTE_TYPES, type Toy, ToyBuilder, type ToySize } from './toy-builder.ts';
import { addAttention, addPicture, addTensorOp } from './toy-tensors.ts';

const TERMINATOR = 10;

/** The toy of a seed. */
export function toyProgram(seed: number, size: ToySize): Toy {
  const random = randomOf(seed);
  return random.oneIn(4) && size !== 'manySteps' ? feedForward(random, size) : generator(random, size);
}

function generator(random: Random, size: ToySize): Toy {
  const context = size === 'manySteps' ? random.int(66, 90) : random.int(1, 9);
  const maxInput = size === 'manySteps' ? random.int(65, context) : random.int(1, context);
  const maxOutput = random.int(1, context - maxInput + 1);
  const minOutput = random.oneIn(2) ? 0 : random.int(0, size === 'manySteps' ? maxOutput : Math.min(2, maxOutput));
  const builder = new ToyBuilder(random, { mode: 'generate', context });
  const width = random.pick([1, 2, 4, 6, 8, 17, 20, 40]);
  builder.push('embed', 'i16', width, {
    width,
    tokens: builder.region(256 * width * 2),
    positions: builder.region(context * width * 2),
  });
  // Attention's partial sums are the longest tensor there is: over many steps they make the longest games.
  if (size === 'manySteps' || !random.oneIn(5)) builder.attention();
  grow(builder, size);
  const vocabulary = random.int(2, 40);
  let logits = builder.linear(builder.activations(), vocabulary, 'i16');
  if (random.oneIn(2)) logits = builder.noisy(logits);
  const best = builder.argmax(logits);
  // Few values, so that a run often ends by itself and often does not.
  const text = Uint8Array.from({ length: vocabulary }, () => (random.oneIn(12) ? TERMINATOR : random.int(0, 255)));
  builder.push('lookup', 'u8', 1, { x: best.id, table: builder.table(text) });
  return builder.finish({
    mode: 'generate',
    context,
    minInput: 1,
    maxInput,
    minOutput,
    maxOutput,
    terminator: TERMINATOR,
  });
}

/** A toy that looks at a picture, of every kind of window. */
export function pictureToy(seed: number): Toy {
  return onceToy(randomOf(seed), {
    length: 60,
    grow: (builder) => addPicture(builder, { height: 5, width: 4, channels: 3 }),
  });
}

/** A toy that attends from each of a few rows of its input to all of them. */
export function attentionToy(seed: number): Toy {
  return onceToy(randomOf(seed), { length: 20, grow: (builder) => addAttention(builder, { rows: 5, width: 4 }) });
}

function feedForward(random: Random, size: ToySize): Toy {
  return onceToy(random, { length: random.int(1, 70), grow: (builder) => grow(builder, size) });
}

function onceToy(random: Random, { length, grow }: { length: number; grow: (builder: ToyBuilder) => void }): Toy {
  const builder = new ToyBuilder(random, { mode: 'once', context: 1 });
  builder.push('input', 'u8', length, { size: length });
  grow(builder);
  const { last } = builder;
  const maxOutput = last.size * ELEMENT_BYTES[last.dtype];
  const lengths = { minInput: length, maxInput: length, minOutput: maxOutput, maxOutput };
  return builder.finish({ mode: 'once', context: 1, ...lengths, terminator: 0 });
}

/** Adds operators at random, and what makes one of the trees large. */
function grow(builder: ToyBuilder, size: ToySize): void {
  const { random } = builder;
  if (size === 'manyChunks') builder.linear(builder.activations(), random.int(1030, 1200), 'i16');
  const count = size === 'manyTensors' ? random.int(66, 80) : random.int(1, 6);
  for (let i = 0; i < count; i++) {
    if (random.oneIn(2)) addTensorOp(builder);
    else addAny(builder);
  }
}

function addAny(builder: ToyBuilder): void {
  const { random } = builder;
  const bytes = builder.some(BYTE_TYPES);
  const words = builder.some(['i16']);
  switch (random.int(0, 6)) {
    case 0:
      if (bytes !== undefined) builder.map(bytes, random.pick(BYTE_TYPES));
      break;
    case 1: {
      const same = words === undefined ? undefined : builder.some(['i16'], words.size);
      if (words !== undefined) builder.push('add', 'i16', words.size, { x: words.id, y: (same ?? words).id });
      break;
    }
    case 2:
      if (words !== undefined) builder.norm(words);
      break;
    case 3:
      if (words !== undefined) builder.noisy(words);
      break;
    case 4: {
      const best = words === undefined ? undefined : builder.argmax(words);
      if (best?.size === 1 && random.oneIn(2)) {
        builder.push('lookup', 'u8', 1, { x: best.id, table: builder.region(words?.size ?? 0) });
      }
      break;
    }
    default:
      builder.linear(builder.activations(), random.int(1, 40), random.pick(['i7', 'u7', 'i8', 'i16'] as const));
  }
}
