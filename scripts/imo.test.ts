import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

function imo(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/imo.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('imo run prints the answer and nothing else', () => {
  const { status, stdout, stderr } = imo('run', 'models/psalter', 'The LORD is ');
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^[ -~\n]{12,161}\n$/);
  expect(status).toBe(0);
});

test('imo run --json prints output, trace root, steps and time', () => {
  const { status, stdout } = imo('run', 'models/psalter/bundle', 'O my son, ', '--json');
  expect(JSON.parse(stdout)).toEqual({
    output: expect.stringMatching(/^0x([0-9a-f]{2})+$/),
    traceRoot: expect.stringMatching(/^0x[0-9a-f]{64}$/),
    steps: expect.any(Number),
    ms: expect.any(Number),
  });
  expect(status).toBe(0);
});

test('imo inspect prints the address, the hashes and the operators', () => {
  const { status, stdout } = imo('inspect', 'models/psalter');
  expect(stdout).toMatch(/uri +ipfs:\/\/baf/);
  expect(stdout).toMatch(/programHash +0x[0-9a-f]{64}/);
  expect(stdout).toMatch(/0 embed +i16\[128\]/);
  expect(status).toBe(0);
});

test.each([
  [1, 'input/empty', ['run', 'models/psalter', '']],
  [1, 'input/too-long', ['run', 'models/psalter', 'x'.repeat(97)]],
  [1, 'bundle/not-found', ['inspect', 'models/none']],
  [2, 'No command given', []],
])('imo exits with %i and says %s', (status, message, args) => {
  const result = imo(...args);
  expect(result.stderr).toContain(message);
  expect(result.stderr).not.toContain('    at ');
  expect(result).toMatchObject({ status, stdout: '' });
});
