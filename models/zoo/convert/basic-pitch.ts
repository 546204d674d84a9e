import { floatTensor, intTensor, node, valueInfo, writeModel } from '../../../lib/onnx/write-model.ts';
import { readTfjs, weightOf } from './package.ts';
import { type Picture, PictureGraph } from './pictures.ts';

/** Bins of the constant-Q transform: three for each semitone. */
const BINS = 309;
const NOTE_BINS = 264;
const NOTES = 88;
/** Moments of a request: as many as 4,096 bytes hold. */
const FRAMES = 13;
/** By how many bins the copies of the spectrum are moved: a sub-harmonic, the tone itself and six harmonics. */
const SHIFTS = [-36, 0, 36, 57, 72, 84, 93, 101];
const ROOT = 'StatefulPartitionedCall/model_1';

/**
 * Basic Pitch of @spotify/basic-pitch behind its constant-Q transform: the normalised log spectrum goes in, which notes sound
 * comes out. Spectrum copies moved by harmonics are stacked as channels, then convolutions.
 */
export async function convertBasicPitch(folder: string): Promise<Uint8Array> {
  const { weights } = await readTfjs(folder, 'model/model.json');
  const named = (name: string) => weightOf(weights, `${ROOT}/${name}`);
  const scalar = (name: string): number => named(name).data[0] ?? 0;
  const graph = new PictureGraph();
  graph.initializers.push(
    floatTensor('norm.scale', [1], [scalar('batch_normalization/FusedBatchNormV3/Scaled')]),
    floatTensor('norm.offset', [1], [scalar('batch_normalization/FusedBatchNormV3/Offset')]),
  );
  graph.nodes.push(
    node('Mul', { in: ['spectrum', 'norm.scale'], out: ['norm.scaled'] }),
    node('Add', { in: ['norm.scaled', 'norm.offset'], out: ['norm'] }),
  );
  const copies = SHIFTS.map((shift, i) => moved(graph, `harmonic${i}`, shift));
  const [first, ...others] = copies;
  if (first === undefined) throw new Error('There are no harmonics.');
  const stacked = graph.concat('harmonics', [first, ...others]);
  const contours = graph.conv('contours', stacked, {
    weights: named('conv2d_1/Conv2D_weights'),
    bias: named('conv2d_1/Conv2D_bn_offset'),
    activation: 'Relu',
  });
  const contour = graph.conv('contour', contours, {
    weights: named('contours-reduced/Conv2D/ReadVariableOp'),
    bias: named('contours-reduced/BiasAdd/ReadVariableOp'),
    activation: 'Sigmoid',
  });
  const notes = graph.conv('notes', contour, {
    weights: named('conv2d_2/Conv2D/ReadVariableOp'),
    bias: named('conv2d_2/BiasAdd/ReadVariableOp'),
    strides: [1, 3],
    activation: 'Relu',
  });
  const note = graph.conv('note', notes, {
    weights: named('conv2d_3/Conv2D/ReadVariableOp'),
    bias: named('conv2d_3/BiasAdd/ReadVariableOp'),
    activation: 'Sigmoid',
  });
  const onsets = graph.conv('onsets', stacked, {
    weights: named('conv2d_4/Conv2D_weights'),
    bias: named('conv2d_4/Conv2D_bn_offset'),
    strides: [1, 3],
    activation: 'Relu',
  });
  const both = graph.concat('note+onsets', [note, onsets]);
  const onset = graph.conv('onset', both, {
    weights: named('conv2d_5/Conv2D/ReadVariableOp'),
    bias: named('conv2d_5/BiasAdd/ReadVariableOp'),
    activation: 'Sigmoid',
  });
  graph.concat('note, onset', [note, onset]);
  return writeModel({
    input: [valueInfo('spectrum', [1, 1, FRAMES, BINS])],
    output: [valueInfo('note, onset', [1, 2, FRAMES, NOTES])],
    initializer: graph.initializers,
    node: graph.nodes,
  });
}

/** The spectrum moved down by `shift` bins, zero where it has none, cut to the bins of the notes. */
function moved(graph: PictureGraph, name: string, shift: number): Picture {
  const [from, to] = [Math.max(0, shift), Math.min(BINS, NOTE_BINS + shift)];
  const [before, after] = [Math.max(0, -shift), NOTE_BINS - Math.max(0, -shift) - (to - from)];
  const cut = before + after === 0 ? name : `${name}.cut`;
  graph.initializers.push(
    intTensor(`${name}.from`, [1], [from]),
    intTensor(`${name}.to`, [1], [to]),
    intTensor(`${name}.axis`, [1], [3]),
  );
  graph.nodes.push(node('Slice', { in: ['norm', `${name}.from`, `${name}.to`, `${name}.axis`], out: [cut] }));
  if (cut !== name) {
    graph.initializers.push(intTensor(`${name}.pads`, [8], [0, 0, 0, before, 0, 0, 0, after]));
    graph.nodes.push(node('Pad', { in: [cut, `${name}.pads`], out: [name] }));
  }
  return { name, channels: 1, rows: FRAMES, columns: NOTE_BINS };
}
