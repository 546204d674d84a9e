// What the chain says of an answer against what the site shows: text of words, what a picture was asked for, repaired text, and
// every pixel of real answers of the committed models.
import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import hre from 'hardhat';
import {
  type Address,
  bytesToHex,
  decodeFunctionResult,
  encodeFunctionData,
  getContract,
  type Hex,
  hexToBytes,
  zeroAddress,
} from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Manifest, parseManifest } from '../../lib/bundle/manifest.ts';
import { answerFormsAbi } from '../../lib/chain/generated/abis.ts';
import { encodeForm } from '../../lib/collection/encode-form.ts';
import { formAddress } from '../../lib/collection/form-address.ts';
import { Random } from '../../lib/engine/testing/random.ts';
import { pictureOf, pictureOfIndices } from '../../lib/request/picture.ts';
import { showBytes } from '../../lib/request/shown.ts';
import { readArtifact } from '../../scripts/artifacts.ts';
import { buildContracts } from '../build-contracts.ts';

const CASES = 300;
const goldenSchema = z.object({ cases: z.array(z.object({ input: z.string(), output: z.string() })) });
const metadataSchema = z.strictObject({
  name: z.string(),
  description: z.string(),
  image: z.string().startsWith('data:image/svg+xml;base64,'),
  prompt: z.string(),
  aigc_type: z.enum(['text', 'image', 'data', 'none']),
  aigc_data: z.string(),
  proof_type: z.literal('fraud'),
  attributes: z.array(z.strictObject({ trait_type: z.string(), value: z.string() })),
});

type Connection = Awaited<ReturnType<typeof hre.network.create>>;
type View = 'tokenURI' | 'svg' | 'promptText' | 'answerText';
let connection: Connection;
let renderer: Address;

/** It is there once the contracts are built. */
const abi = () => readArtifact('aigcRenderer').abi;

beforeAll(async () => {
  await buildContracts();
  connection = await hre.network.create();
  renderer = (await connection.viem.deployContract('AIGCRenderer')).address;
}, 300_000);

afterAll(() => connection.close());

async function read(functionName: View, args: readonly unknown[]): Promise<string> {
  const data = encodeFunctionData({ abi: abi(), functionName, args });
  const result = await connection.provider.request({
    method: 'eth_call',
    params: [{ to: renderer, data, gas: '0x1000000' }, 'latest'],
  });
  return z.string().parse(decodeFunctionResult({ abi: abi(), functionName, data: result as Hex })); // boundary: eth_call gives hex
}

async function metadataOf(manifest: Manifest, prompt: Uint8Array, answer: Uint8Array) {
  const uri = await read('tokenURI', [
    {
      collection: manifest.name,
      tokenId: 1n,
      requestId: 7n,
      modelId: 3n,
      status: 'final',
      prompt: bytesToHex(prompt),
      answer: bytesToHex(answer),
      hasAnswer: true,
      form: bytesToHex(encodeForm(manifest)),
    },
  ]);
  const json = new TextDecoder('utf-8', { fatal: true }).decode(bytesOfUri(uri, 'application/json'));
  return metadataSchema.parse(JSON.parse(json));
}

function bytesOfUri(uri: string, mime: string): Buffer {
  const prefix = `data:${mime};base64,`;
  expect(uri.startsWith(prefix), uri.slice(0, 60)).toBe(true);
  return Buffer.from(uri.slice(prefix.length), 'base64');
}

function bundleOf(folder: string) {
  const manifest = parseManifest(readFileSync(`models/${folder}/bundle/manifest.json`));
  const golden = goldenSchema.parse(JSON.parse(readFileSync(`models/${folder}/bundle/golden.json`, 'utf8')));
  const cases = golden.cases.map(({ input, output }) => ({
    prompt: hexToBytes(input as Hex), // boundary: our own file
    answer: hexToBytes(output as Hex),
  }));
  return { manifest, cases };
}

function textOf(form: Manifest['input'] | Manifest['output'], bytes: Uint8Array): string {
  const shown = showBytes(form, bytesToHex(bytes));
  if (shown.kind !== 'text') throw new Error(`shown as ${shown.kind}`);
  return shown.text;
}

function below(random: Random, limit: number): number {
  return random.int(0, Math.max(0, limit - 1));
}

function randomBytes(random: Random, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => below(random, 256));
}

/** Pixels of a PNG of 8 bits that is not compressed, as RGBA; every checksum is checked by inflate, or the viewer's own reader. */
function pixelsOf(png: Buffer): { width: number; height: number; rgba: Uint8ClampedArray } {
  expect(png.subarray(0, 8)).toEqual(Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]));
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; ) {
    const size = png.readUInt32BE(at);
    const body = png.subarray(at + 4, at + 8 + size);
    expect(png.readUInt32BE(at + 8 + size), 'CRC').toBe(crc32(body));
    chunks.set(body.subarray(0, 4).toString('latin1'), body.subarray(4));
    at += 12 + size;
  }
  const head = chunks.get('IHDR') ?? Buffer.alloc(13);
  const [width, height, colourType] = [head.readUInt32BE(0), head.readUInt32BE(4), head[9] ?? 0];
  const channels = { 0: 1, 2: 3, 3: 1, 6: 4 }[colourType] ?? 0;
  const rows = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  const palette = chunks.get('PLTE');
  const alphas = chunks.get('tRNS');
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const from = Math.floor(pixel / width) * (width * channels + 1) + 1 + (pixel % width) * channels;
    const at = (channel: number): number => rows[from + channel] ?? 0;
    const colour =
      colourType === 3
        ? [0, 1, 2].map((c) => palette?.[at(0) * 3 + c] ?? 0).concat(alphas?.[at(0)] ?? 255)
        : colourType === 0
          ? [at(0), at(0), at(0), 255]
          : [at(0), at(1), at(2), colourType === 6 ? at(3) : 255];
    rgba.set(colour, pixel * 4);
  }
  return { width, height, rgba };
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

describe('a model of words', () => {
  const { manifest, cases } = bundleOf('tales');
  const form = bytesToHex(encodeForm(manifest));

  test('its golden answers are on chain, to the letter, what the site shows', async () => {
    for (const { prompt, answer } of cases) {
      const metadata = await metadataOf(manifest, prompt, answer);
      const text = textOf(manifest.output, answer);
      expect(bytesOfUri(metadata.aigc_data, 'text/plain;charset=utf-8').toString('utf8')).toBe(text);
      expect(metadata.prompt).toBe(textOf(manifest.input, prompt));
      expect(metadata.name.startsWith('Tiny Tales: ')).toBe(true);
    }
  });

  test('any bytes are the same text on both sides', async () => {
    const random = new Random(15);
    for (let index = 0; index < CASES; index++) {
      const bytes = randomBytes(random, below(random, 120));
      if (index % 3 === 0) bytes[0] = 4; // a title
      if (index % 3 === 1) bytes[0] = 2 + below(random, 2); // a prompt
      if (index % 2 === 0) bytes[below(random, bytes.length + 1)] = 5; // a line's end
      expect(await read('answerText', [bytesToHex(bytes), form])).toBe(textOf(manifest.output, bytes));
    }
  });
});

describe('a model of pictures with a palette', () => {
  const { manifest, cases } = bundleOf('sprites');
  const form = bytesToHex(encodeForm(manifest));

  test('its golden answers are pictures, pixel for pixel', async () => {
    const { output } = manifest;
    if (output.encoding !== 'indexed') throw new Error('sprites have a palette');
    for (const { prompt, answer } of cases.slice(0, 6)) {
      const metadata = await metadataOf(manifest, prompt, answer);
      const picture = pictureOfIndices(output, answer);
      const seen = pixelsOf(bytesOfUri(metadata.aigc_data, 'image/png'));
      expect(seen).toEqual(picture);
      const svg = bytesOfUri(metadata.image, 'image/svg+xml').toString('utf8');
      expect(svg).toContain(`href="${metadata.aigc_data}"`);
      expect(metadata.prompt).toBe(textOf(manifest.input, prompt));
    }
  });

  test('any request is described as the site does', async () => {
    const random = new Random(16);
    for (let index = 0; index < CASES; index++) {
      const bytes = randomBytes(random, 8);
      for (const at of [1, 3, 5, 7]) bytes[at] = below(random, 26);
      expect(await read('promptText', [bytesToHex(bytes), form])).toBe(textOf(manifest.input, bytes));
    }
  });
});

test('a picture of colours is on chain, pixel for pixel', async () => {
  const { manifest, cases } = bundleOf('upscaler');
  const { output } = manifest;
  if (output.encoding !== 'image') throw new Error('the upscaler makes pictures');
  const [first] = cases;
  if (first === undefined) throw new Error('no golden case');
  const metadata = await metadataOf(manifest, first.prompt, first.answer);
  expect(pixelsOf(bytesOfUri(metadata.aigc_data, 'image/png'))).toEqual(pictureOf(output, first.answer));
  expect(metadata.name).toMatch(/^Upscaler #[0-9a-f]{8}$/);
});

test('a form is kept where its bytes say', async () => {
  const { address } = await connection.viem.deployContract('AnswerForms');
  const [wallet] = await connection.viem.getWalletClients();
  if (wallet === undefined) throw new Error('no account');
  const client = { public: await connection.viem.getPublicClient(), wallet };
  const forms = getContract({ address, abi: answerFormsAbi, client });
  for (const folder of ['tales', 'sprites', 'digits/cnn']) {
    const form = encodeForm(bundleOf(folder).manifest);
    const promised = formAddress(forms.address, form);
    expect(await forms.read.addressOf([bytesToHex(form)])).toBe(promised);
    await forms.write.store([bytesToHex(form)]);
    expect(await forms.read.isForm([promised])).toBe(true);
    expect(await forms.read.read([promised])).toBe(bytesToHex(form));
  }
  expect(formAddress(forms.address, new Uint8Array())).toBe(zeroAddress);
});

test('a class is on chain by its label', async () => {
  const { manifest } = bundleOf('digits/cnn');
  const metadata = await metadataOf(manifest, new Uint8Array(784), Uint8Array.of(7, 0, 0, 0));
  expect(bytesOfUri(metadata.aigc_data, 'text/plain;charset=utf-8').toString('utf8')).toBe('7');
});

test('text that is none is repaired as browsers do', async () => {
  const random = new Random(17);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const pieces = ['é', '漢', '😀', 'a', '\u0000'].map((text) => new TextEncoder().encode(text));
  for (let index = 0; index < CASES; index++) {
    const parts = Array.from({ length: 12 }, () => {
      const piece = pieces[below(random, pieces.length)] ?? new Uint8Array();
      return below(random, 2) === 0 ? randomBytes(random, below(random, 3)) : piece.subarray(0, 1 + below(random, 4));
    });
    const bytes = Buffer.concat(parts);
    expect(await read('promptText', [bytesToHex(bytes), '0x'])).toBe(decoder.decode(bytes));
  }
});
