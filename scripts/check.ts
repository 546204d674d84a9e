// `npm run check`: what CI runs before the tests: types, style, import rules, generated files.
import { spawnSync } from 'node:child_process';

const steps: { name: string; command: string; args: string[] }[] = [
  { name: 'contracts', command: 'hardhat', args: ['build', '--quiet', '--no-tests'] },
  { name: 'generated code', command: 'node', args: ['--import', 'tsx', 'scripts/codegen.ts', '--check'] },
  { name: 'WebAssembly', command: 'node', args: ['--import', 'tsx', 'scripts/build-wasm.ts', '--check'] },
  { name: 'types', command: 'tsc', args: ['--noEmit'] },
  { name: 'style', command: 'biome', args: ['check', '.'] },
  {
    name: 'import rules',
    command: 'depcruise',
    args: [
      '--config',
      '.dependency-cruiser.mjs',
      '--output-type',
      'err',
      'app',
      'components',
      'lib',
      'node',
      'indexer',
      'scripts',
      'bench',
    ],
  },
];

let failed = 0;
for (const { name, command, args } of steps) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0) console.log(stdout, stderr);
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name}`);
  if (status !== 0) failed++;
}
process.exit(failed === 0 ? 0 : 1);
