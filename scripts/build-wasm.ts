// `node --import tsx scripts/build-wasm.ts [--check]`: builds lib/engine/wasm/assembly twice, with plain and with relaxed
// SIMD, and writes both as base64 to lib/engine/wasm/generated.ts. --check builds and compares, and writes nothing.
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ENTRY = 'lib/engine/wasm/assembly/index.ts';
const OUT = 'lib/engine/wasm/generated.ts';

/** Most bytes of one build: it travels with the page. Eleven operators on pictures, rows and matrices took 11,000 of them. */
const BUDGET_BYTES = 25_000;

const root = fileURLToPath(new URL('..', import.meta.url));

/** Builds one module. `--noAssert`, no garbage collector, no abort: kernels use raw memory only. */
async function build(features: readonly string[]): Promise<Buffer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'openimo-wasm-'));
  try {
    const file = path.join(folder, 'kernel.wasm');
    const enable = features.flatMap((name) => ['--enable', name]);
    const flags = ['--runtime', 'stub', '--noAssert', '--noColors', '-O3', '--use', 'abort=', ...enable];
    const asc = path.join(root, 'node_modules/assemblyscript/bin/asc.js');
    const { status, stderr } = spawnSync(process.execPath, [asc, ENTRY, '--outFile', file, ...flags], {
      cwd: root,
      encoding: 'utf8',
    });
    if (status !== 0 || stderr !== '') throw new Error(`asc failed\n${stderr}`);
    const binary = await readFile(file);
    if (binary.length > BUDGET_BYTES) throw new Error(`a build has ${binary.length} bytes, more than ${BUDGET_BYTES}`);
    return binary;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const [plain, relaxed] = [await build(['simd']), await build(['simd', 'relaxed-simd'])];
const text = `// Written by scripts/build-wasm.ts from lib/engine/wasm/assembly. Do not edit.

/** ${plain.length} bytes. */
export const PLAIN_BASE64 =
  '${plain.toString('base64')}';

/** ${relaxed.length} bytes. */
export const RELAXED_BASE64 =
  '${relaxed.toString('base64')}';
`;

const file = `${root}${OUT}`;
if (process.argv.includes('--check')) {
  if ((await readFile(file, 'utf8')) !== text) {
    console.error(`${OUT} is not what its sources make: run node --import tsx scripts/build-wasm.ts`);
    process.exitCode = 1;
  }
} else {
  await writeFile(file, text);
  console.log(`${OUT}: ${plain.length} bytes plain, ${relaxed.length} bytes relaxed`);
}
