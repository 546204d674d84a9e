import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { cidOf, uriOf } from '../bundle/cid.ts';
import { encodeManifest, parseManifest } from '../bundle/manifest.ts';
import { encodeProgram, tinyProgram } from '../engine/testing/tiny.ts';
import { checkProgram, loadModel, type RegisteredModel } from './load-model.ts';

const DIR = new URL('../../models/psalter/bundle/', import.meta.url);
const file = (name: string) => new Uint8Array(readFileSync(new URL(name, DIR)));
const manifest = parseManifest(file('manifest.json'));
const registered: RegisteredModel = {
  uri: uriOf(cidOf(file('manifest.json'))),
  programHash: manifest.program.hash,
  modelHash: manifest.weights.hash,
};
const OTHER = `0x${'ab'.repeat(32)}` as const;

/** A store that holds these files, found by their own CIDs as the site serves them. */
function serve(files: readonly Uint8Array[], missing = 404): void {
  const byPath = new Map(files.map((bytes) => [`/api/ipfs/${cidOf(bytes)}`, bytes]));
  vi.stubGlobal('fetch', async (url: string) => {
    const bytes = byPath.get(url);
    return bytes === undefined ? new Response('{}', { status: missing }) : new Response(new Uint8Array(bytes));
  });
}

const all = () => ['manifest.json', 'program.json', 'weights.bin', 'card.md', 'golden.json'].map(file);

afterEach(() => vi.unstubAllGlobals());

describe('checkProgram', () => {
  it('accepts a model whose program the engine accepts and the registry names', async () => {
    serve(all());
    expect(await checkProgram(registered)).toEqual({ kind: 'verifiable' });
  });

  it('calls a model unverifiable whose program or weights are not the registry’s', async () => {
    serve(all());
    expect(await checkProgram({ ...registered, programHash: OTHER })).toMatchObject({ kind: 'unverifiable' });
    expect(await checkProgram({ ...registered, modelHash: OTHER })).toMatchObject({ kind: 'unverifiable' });
  });

  it('calls a model unverifiable whose program the engine refuses, with the engine’s reason', async () => {
    const program = encodeProgram({ ...tinyProgram, context: 9_999 });
    const bytes = encodeManifest({
      ...manifest,
      program: { ...manifest.program, cid: cidOf(program), bytes: program.length },
    });
    serve([bytes, program]);
    const found = await checkProgram({ ...registered, uri: uriOf(cidOf(bytes)) });
    expect(found).toMatchObject({ kind: 'unverifiable', reason: expect.stringContaining('context') });
  });

  it('calls a model unverifiable whose files nobody holds', async () => {
    serve([]);
    expect(await checkProgram(registered)).toMatchObject({ kind: 'unverifiable' });
  });

  it('says nothing while the store is down', async () => {
    serve([], 503);
    await expect(checkProgram(registered)).rejects.toMatchObject({ code: 'store/unreachable', isRetryable: true });
  });
});

describe('loadModel', () => {
  it('gives the very bytes that the registry names', async () => {
    serve(all());
    const model = await loadModel(registered);
    expect(model.program).toEqual(file('program.json'));
    expect(model.weights).toEqual(file('weights.bin'));
  });

  it('refuses another model', async () => {
    serve(all());
    await expect(loadModel({ ...registered, modelHash: OTHER })).rejects.toThrow('hashes differ');
  });
});
