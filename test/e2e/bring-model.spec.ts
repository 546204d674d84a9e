import { expect, type Page, test } from '@playwright/test';
import { bytesToHex, keccak256 } from 'viem';
import { launchOf, requestOf } from './chain.ts';
import { checkPages, LOOKS } from './check-page.ts';
import { digitSamples } from './digits.ts';
import { offlineAnswer } from './offline-answer.ts';
import { connect, launchFromWizard, payAndAsk } from './steps.ts';

const ONNX = 'models/digits/mlp-20/model.onnx';
const SAMPLES = 300;

async function shot(page: Page, name: string): Promise<void> {
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.screenshot({ path: `test-results/screenshots/bring-${name}.png`, fullPage: true });
}

/** Compiles the file in the wizard, and stays there with the bundle checked. */
async function compileInWizard(page: Page): Promise<void> {
  await page.goto('/launch?from=onnx');
  await page.locator('input[aria-label="ONNX file"]').setInputFiles(ONNX);
  await page.getByRole('button', { name: 'A picture' }).click();
  await expect(page.getByLabel('Width')).toHaveValue('28');
  await page.getByLabel('The answer is').selectOption('class');
  const samples = { name: 'digits.bin', mimeType: 'application/octet-stream', buffer: digitSamples(SAMPLES) };
  await page.locator('input[aria-label="Sample files"]').setInputFiles(samples);
  await expect(page.getByText(`${SAMPLES} samples from digits.bin`)).toBeVisible();
  await page.getByRole('button', { name: 'Compile', exact: true }).click();
  const report = page.getByRole('region', { name: 'Accuracy report' });
  await expect(report).toBeVisible({ timeout: 120_000 });
  await expect(report.getByText(/samples kept back/)).toBeVisible();
  const agreement = await report.locator('dd').first().textContent();
  expect(Number.parseFloat(agreement ?? '')).toBeGreaterThanOrEqual(95);
  await report.getByText('Error of each tensor, from').click();
  await shot(page, '1-report');
  await page.getByRole('button', { name: 'Make the bundle and try it' }).click();
  await expect(page.getByText('Enter the licence')).toBeVisible();
  await page.getByLabel('Model name').fill('Digits by hand');
  await page.getByLabel('Licence').fill('CC0-1.0');
  await page.getByLabel('What it does').fill('Names the handwritten digit in a picture of 28 × 28 pixels.');
  await page.getByLabel('Names of the classes').fill('0, 1, 2, 3, 4, 5, 6, 7, 8, 9');
  await page.getByRole('button', { name: 'Make the bundle and try it' }).click();
  await expect(page.getByText('Digits by hand is checked')).toBeVisible({ timeout: 120_000 });
  await expect(page.getByRole('figure', { name: 'Dry run answer class' })).toBeVisible();
  await shot(page, '2-checked');
}

/** Draws a one: a stroke from top to bottom. */
async function drawOne(page: Page): Promise<void> {
  const pad = page.getByTestId('drawing-pad');
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  if (box === null) throw new Error('no drawing pad');
  const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...at(0.54, 0.17));
  await page.mouse.down();
  await page.mouse.move(...at(0.46, 0.83), { steps: 12 });
  await page.mouse.up();
}

test('a model developer brings an ONNX file, sees what integers cost, launches it, and a drawn digit is answered for good', async ({
  page,
  browser,
}) => {
  test.setTimeout(1_500_000);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  await connect(page);
  await compileInWizard(page);

  // A reload loses neither the checked model nor the file.
  await page.reload();
  await expect(page.getByText('Digits by hand is checked')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(`${SAMPLES} samples from digits.bin`)).toBeVisible({ timeout: 30_000 });

  const token = await launchFromWizard(page, 'DIGIT');
  await page.goto(`/models/${token}/prompt`);
  await expect(page.getByRole('button', { name: 'Example 1', exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('button', { name: 'Draw or choose a picture' })).toBeVisible();
  await drawOne(page);
  await shot(page, '3-drawn');
  const requestId = await payAndAsk(page);

  // The answer is the model's own: site, chain and a run offline agree.
  const answer = page.getByRole('region', { name: 'Answer', exact: true });
  const named = answer.getByRole('figure', { name: 'Answer class' });
  await expect(named).toBeVisible({ timeout: 60_000 });
  const { modelId } = await launchOf(token);
  const offline = await offlineAnswer(modelId, requestId);
  expect(offline.input.filter((pixel) => pixel > 0).length).toBeGreaterThan(30);
  const digit = new DataView(offline.output.buffer).getInt32(0, true);
  await expect(named.locator('p').first()).toHaveText(String(digit));
  const posted = await requestOf(requestId);
  expect(posted.outputHash).toBe(keccak256(offline.output));
  expect(posted.traceRoot).toBe(bytesToHex(offline.traceRoot));
  await page.getByRole('button', { name: 'Verify in my browser' }).click();
  await expect(page.getByText('Match: your browser got the same answer')).toBeVisible({ timeout: 60_000 });
  await expect(answer).toHaveAttribute('data-phase', 'final', { timeout: 90_000 });
  await shot(page, '4-final');

  // An example digit, too.
  await page.goto(`/models/${token}/prompt`);
  await page.getByRole('button', { name: 'Example 1', exact: true }).click();
  const second = await payAndAsk(page);
  await expect(named).toBeVisible({ timeout: 60_000 });
  expect((await requestOf(second)).outputHash).toBe(keccak256((await offlineAnswer(modelId, second)).output));

  const paths = {
    'bring-onnx': '/launch?from=onnx',
    'bring-model': `/models/${token}?tab=about`,
    'bring-prompt': `/models/${token}/prompt`,
    'bring-request': `/requests/${requestId}`,
  };
  for (const look of LOOKS) faults.push(...(await checkPages(browser, look, paths)));
  expect(faults).toEqual([]);
});
