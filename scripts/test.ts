// `npm test`: every suite, one after the other, and the sum of what passed and failed in its last line.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';

type Count = { passed: number; failed: number };
type Suite = { name: string; command: string; args: string[]; count: (output: string) => Count };

const OUT = 'test-results';
const VITEST_REPORT = `${OUT}/vitest.json`;
const PLAYWRIGHT_REPORT = `${OUT}/playwright.json`;

const vitestSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numFailedTestSuites: z.number(),
});
const playwrightSchema = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
  errors: z.array(z.unknown()),
});

/** Hardhat prints "12 passing" and, where there are any, "3 failing". */
function countHardhat(output: string): Count {
  const number = (word: string): number =>
    [...output.matchAll(new RegExp(`^\\s*(\\d+) ${word}\\b`, 'gm'))].reduce((sum, match) => sum + Number(match[1]), 0);
  return { passed: number('passing'), failed: number('failing') };
}

function countVitest(): Count {
  const report = vitestSchema.parse(JSON.parse(readFileSync(VITEST_REPORT, 'utf8')));
  return { passed: report.numPassedTests, failed: report.numFailedTests };
}

function countPlaywright(): Count {
  const { stats, errors } = playwrightSchema.parse(JSON.parse(readFileSync(PLAYWRIGHT_REPORT, 'utf8')));
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length };
}

const suites: Suite[] = [
  { name: 'contracts', command: 'hardhat', args: ['test', 'solidity'], count: countHardhat },
  {
    name: 'units',
    command: 'vitest',
    args: ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${VITEST_REPORT}`],
    count: countVitest,
  },
  { name: 'end to end', command: 'playwright', args: ['test'], count: countPlaywright },
];

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
const wanted = process.argv.slice(2);
const total: Count = { passed: 0, failed: 0 };
for (const { name, command, args, count } of suites) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n== ${name} ==`);
  const started = Date.now();
  const child = spawnSync(command, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const output = child.stdout ?? '';
  process.stdout.write(output.replace(/^.*Warning: [\s\S]*?\n\n/gm, ''));
  let result: Count = { passed: 0, failed: 0 };
  try {
    result = count(output);
  } catch (error) {
    console.error(`${name}: no report (${error instanceof Error ? error.message : String(error)})`);
  }
  // A suite that ends badly without naming a failed test has still failed: so has one that ran nothing.
  if (result.failed === 0 && (child.status !== 0 || result.passed === 0)) result.failed = 1;
  console.log(
    `== ${name}: ${result.passed} passed, ${result.failed} failed in ${Math.round((Date.now() - started) / 1000)} s`,
  );
  total.passed += result.passed;
  total.failed += result.failed;
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
