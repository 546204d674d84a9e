import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  test: {
    include: [
      'lib/**/*.test.{ts,tsx}',
      'components/**/*.test.{ts,tsx}',
      'node/**/*.test.ts',
      'indexer/**/*.test.ts',
      'app/**/*.test.ts',
      'scripts/**/*.test.ts',
      'test/integration/**/*.test.ts',
      'test/differential/**/*.test.ts',
    ],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
