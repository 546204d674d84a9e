import { readFile } from 'node:fs/promises';
import { largest } from '../../lib/compiler/calibrate.ts';
import { Comparison } from '../../lib/compiler/measure.ts';
import { tokenOfByte } from '../../lib/compiler/text/rules.ts';
import { Machine } from '../../lib/engine/machine.ts';
import { OnnxError } from '../../lib/onnx/error.ts';
import type { Accuracy, AccuracyCommand } from './accuracy-report.ts';
import type { Opened } from './bundle.ts';
import { floatDecoder } from './float-decoder.ts';
import { layoutOf } from './layout.ts';
import { showProgress } from './progress.ts';
import type { TextQuantisation } from './quantisation.ts';
import { readTexts } from './samples.ts';

/**
 * A program that goes token by token beside its float model in onnxruntime: both read the same texts, and at each step the likeliest next
 * token of each is compared, and the numbers of all. Throws OnnxError.
 */
export async function measureTextAccuracy(
  command: AccuracyCommand,
  { program, weights, quantisation }: Pick<Opened, 'program' | 'weights'> & { quantisation: TextQuantisation },
): Promise<Accuracy> {
  if (command.truth !== undefined) throw new OnnxError('samples/bad', 'A text is its own truth: leave --truth out.');
  const { terminator, context } = program;
  const texts = await readTexts(command.samples, { terminator, context, limit: command.limit });
  const { names, logits } = quantisation.text;
  const alphabet = Uint8Array.from(quantisation.text.alphabet);
  const tokens = tokenOfByte(alphabet);
  const layers = quantisation.tensors.filter(({ onnx, size }) => onnx !== '' && size > 1);
  const begin = await floatDecoder(
    new Uint8Array(await readFile(command.model)),
    names,
    layers.map(({ onnx }) => onnx),
  );
  const compared = layers.map((layer) => ({ ...layer, read: layoutOf(layer.axes), comparison: new Comparison() }));
  const counts = { steps: 0, same: 0, known: 0, float: 0, integer: 0 };
  for (const [index, text] of texts.entries()) {
    const step = begin();
    const machine = new Machine(program, weights, text);
    for (const [position, byte] of text.entries()) {
      const float = await step(tokens[byte] ?? 0);
      machine.step(position, byte);
      for (const { tensor, onnx, scale, zero, read, comparison } of compared) {
        const integers = Float64Array.from(read(machine.tensors[tensor] ?? []), (q) => scale * q + zero);
        comparison.add(float.get(onnx) ?? [], integers);
      }
      const [theirs, ours] = [largest(float.get(names.logits) ?? []), largest(machine.tensors[logits] ?? [])];
      counts.steps++;
      counts.same += Number(theirs === ours);
      const next = text[position + 1];
      if (next === undefined) continue;
      counts.known++;
      counts.float += Number(alphabet[theirs] === next);
      counts.integer += Number(alphabet[ours] === next);
    }
    showProgress({ what: 'compare', done: index + 1, total: texts.length });
  }
  const { steps, same, known, float, integer } = counts;
  return {
    samples: steps,
    agreement: same / steps,
    ...(known === 0 ? {} : { right: { float: float / known, integer: integer / known } }),
    layers: compared.map(({ tensor, onnx, dtype, comparison }) => ({ tensor, onnx, dtype, ...comparison.result })),
  };
}
