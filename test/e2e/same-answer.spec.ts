// Every example model gives the same traces in Node and in Chromium, with every engine that Chromium can run. The engine's own source
// files are served to the page with their types taken off: what runs there is what the site ships.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { loadEngine } from '../../lib/engine/engine.ts';
import { fromHex, toHex } from '../../lib/engine/hex.ts';
import { parseProgram } from '../../lib/engine/program.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ORIGIN = 'http://engine.localhost';

/** Golden prompts of each model that are run: enough to meet every operator with different values. */
const CASES = 3;

/** The engines that a current Chromium has. */
const KINDS = ['relaxed', 'plain', 'typescript'];

/** Plain TypeScript is run on one prompt, and only where that takes seconds. */
const PLAIN_MACS = 1_000_000_000;

type Traced = { output: string; traceRoot: string; carriedRoots: string[] };

/** Every folder below models/ that holds a bundle. */
function bundles(folder = path.join(ROOT, 'models')): string[] {
  if (existsSync(path.join(folder, 'program.json'))) return [folder];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => bundles(path.join(folder, name)));
}

/** Serves the repository's files on an origin of their own. */
async function serveRepository(page: Page): Promise<void> {
  await page.route(`${ORIGIN}/**`, async (route) => {
    const name = decodeURIComponent(new URL(route.request().url()).pathname);
    if (name === '/') {
      const imports = { '@noble/hashes/': '/node_modules/@noble/hashes/' };
      const body = `<!doctype html><script type="importmap">${JSON.stringify({ imports })}</script>`;
      await route.fulfill({ contentType: 'text/html', body });
      return;
    }
    const file = path.join(ROOT, name);
    if (!file.startsWith(ROOT) || !existsSync(file)) await route.fulfill({ status: 404 });
    else if (/\.[jt]s$/.test(name)) {
      const source = readFileSync(file, 'utf8');
      const body = name.endsWith('.ts') ? stripTypeScriptTypes(source, { mode: 'transform' }) : source;
      await route.fulfill({ contentType: 'text/javascript', body });
    } else await route.fulfill({ contentType: 'application/octet-stream', body: readFileSync(file) });
  });
  await page.goto(`${ORIGIN}/`);
}

/** Runs a model in the page with one kind of engine. */
function runInPage(page: Page, request: { folder: string; kind: string; inputs: string[] }): Promise<Traced[]> {
  return page.evaluate(async ({ folder, kind, inputs }) => {
    const load = (name: string) => import(name); // a variable, so that the test's own compiler leaves it alone
    const { engines } = await load('/lib/engine/engine.ts');
    const { parseProgram } = await load('/lib/engine/program.ts');
    const { fromHex, toHex } = await load('/lib/engine/hex.ts');
    const read = async (name: string) => new Uint8Array(await (await fetch(`${folder}/${name}`)).arrayBuffer());
    const engine = engines().find((one: { kind: string }) => one.kind === kind);
    if (engine === undefined) throw new Error(`Chromium has no engine ${kind}.`);
    const program = parseProgram(await read('program.json'));
    const weights = await read('weights.bin');
    return inputs.map((input) => {
      const { output, traceRoot, carriedRoots } = engine.run({ program, weights, input: fromHex(input) });
      return { output: toHex(output), traceRoot: toHex(traceRoot), carriedRoots: carriedRoots.map(toHex) };
    });
  }, request);
}

for (const folder of bundles()) {
  const name = path.relative(path.join(ROOT, 'models'), path.dirname(folder)) || path.basename(folder);
  test(`${name}: Node and Chromium give the same traces`, async ({ page }) => {
    const read = (file: string) => new Uint8Array(readFileSync(path.join(folder, file)));
    const program = parseProgram(read('program.json'));
    const weights = read('weights.bin');
    const golden = JSON.parse(Buffer.from(read('golden.json')).toString()) as { cases: { input: string }[] };
    const inputs = golden.cases.slice(0, CASES).map(({ input }) => input);
    const here = inputs.map((input): Traced => {
      const run = loadEngine().run({ program, weights, input: fromHex(input) ?? new Uint8Array() });
      return {
        output: toHex(run.output),
        traceRoot: toHex(run.traceRoot),
        carriedRoots: run.carriedRoots.map(toHex),
      };
    });
    expect(here.length).toBeGreaterThan(0);
    await serveRepository(page);
    const at = `/${path.relative(ROOT, folder)}`;
    for (const kind of KINDS) {
      const isPlain = kind === 'typescript';
      if (isPlain && program.macsPerStep * (here[0]?.carriedRoots.length ?? 1) > PLAIN_MACS) continue;
      const asked = isPlain ? inputs.slice(0, 1) : inputs;
      const there = await runInPage(page, { folder: at, kind, inputs: asked });
      expect({ kind, traces: there }).toEqual({ kind, traces: here.slice(0, asked.length) });
    }
  });
}
