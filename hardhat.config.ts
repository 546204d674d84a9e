import { fileURLToPath } from 'node:url';
import toolboxViem from '@nomicfoundation/hardhat-toolbox-viem';
import { defineConfig } from 'hardhat/config';

// The compiler comes from npm as WebAssembly, so that a build downloads nothing.
const soljson = (alias: string): string => fileURLToPath(import.meta.resolve(`${alias}/soljson.js`));

// Code instrumented for coverage must never be taken for the real one.
const buildDir = process.argv.includes('--coverage') ? './coverage/' : './';

const invariantRuns = Number(process.env.INVARIANT_RUNS ?? 256);
const fuzzRuns = Number(process.env.FUZZ_RUNS ?? 512);

export default defineConfig({
  plugins: [toolboxViem],
  solidity: {
    profiles: {
      default: {
        compilers: [
          {
            version: '0.8.35',
            path: soljson('solc-0.8.35'),
            settings: { optimizer: { enabled: true, runs: 200 }, evmVersion: 'cancun' },
          },
        ],
      },
    },
  },
  paths: {
    sources: './contracts',
    tests: { solidity: './test/contracts' },
    cache: `${buildDir}cache`,
    artifacts: `${buildDir}artifacts`,
  },
  test: {
    solidity: {
      // The pool manager of Uniswap v4 is taken from its package as it was built there.
      fsPermissions: { readDirectory: ['./node_modules/@uniswap'] },
      fuzz: { runs: fuzzRuns, seed: '0x1a40' },
      invariant: { runs: invariantRuns, depth: 128, failOnRevert: false },
    },
  },
});
