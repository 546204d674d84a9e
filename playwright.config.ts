import { defineConfig } from '@playwright/test';
import sparticuz from '@sparticuz/chromium';

const webPort = Number(process.env.OPENIMO_E2E_WEB_PORT ?? 3100);
const ownChromium = process.env.CHROMIUM_PATH;
// The packaged Chromium is built for one-process use; a test browser runs as several processes.
const packagedArgs = sparticuz.args.filter((arg) => !/^--(single-process|no-zygote|headless)/.test(arg));

export default defineConfig({
  testDir: 'test/e2e',
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env.CI !== undefined,
  retries: 0,
  timeout: 300_000,
  expect: { timeout: 30_000 },
  outputDir: 'test-results/e2e',
  reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
  globalSetup: './test/e2e/global-setup.ts',
  use: {
    baseURL: `http://localhost:${webPort}`,
    video: 'off',
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: ownChromium ?? (await sparticuz.executablePath()),
      args: ownChromium === undefined ? packagedArgs : ['--no-sandbox'],
    },
  },
});
