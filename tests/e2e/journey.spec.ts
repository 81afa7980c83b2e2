import type { Locator } from '@playwright/test';
import { readdirSync } from 'node:fs';
import { expect, Lab, test } from './lab.ts';
import { readPdf, words } from './pdf.ts';

/** How many different colours a canvas shows: a blank one shows one. Sampled, since a screen has millions of pixels. */
const colours = (canvas: Locator): Promise<number> =>
  canvas.evaluate((element) => {
    const { width, height, getContext } = element as unknown as { width: number; height: number; getContext: (kind: '2d') => { getImageData: (...area: number[]) => { data: Uint8ClampedArray } } };
    const { data } = getContext.call(element, '2d').getImageData(0, 0, width, height);
    const seen = new Set<number>();
    for (let at = 0; at + 3 < data.length; at += 4 * 7) seen.add(((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0));
    return seen.size;
  });

test('from an empty library to a figure on paper, and again', async ({ lab, world }) => {
  const { page } = lab;
  await expect(page.getByTestId('library-screen')).toBeVisible();
  await expect(page.getByTestId('run-row')).toHaveCount(0);
  await expect(page.getByTestId('experiment').first()).toBeVisible();

  // Builder: go to go, for 2 s.
  await page.getByTestId('nav-builder').click();
  await expect(page.getByTestId('builder-screen')).toBeVisible();
  await page.getByTestId('scenario-name').fill('Go to itself');
  // The chips are drawn anew when the stacks have been found; only then do their places stay.
  await expect(page.getByTestId('planned-arm').first()).toBeVisible();
  const chosen = page.getByTestId('axis-stacks.client').locator('[aria-pressed="true"]');
  await expect(chosen).not.toHaveCount(0);
  for (const name of await chosen.evaluateAll((chips) => chips.map((chip) => (chip as unknown as { dataset: Record<string, string> }).dataset['value'] ?? ''))) {
    if (name !== 'go') await page.getByTestId('axis-stacks.client').locator(`[data-value="${name}"]`).click();
  }
  await page.getByTestId('length-kind').locator('[data-value="time"]').click();
  const time = page.getByRole('textbox', { name: 'Time' });
  await time.fill('2 hours');
  await time.blur();
  await expect(page.getByRole('alert')).toContainText('2 hours');
  await time.fill('2s');
  await time.blur();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByTestId('planned-arm')).toHaveCount(1);
  await page.getByTestId('run-start').click();

  // The run, live.
  await expect(page.getByTestId('run-screen')).toBeVisible();
  const flame = page.getByTestId('run-flame').getByTestId('flame');
  await expect(flame).not.toHaveAttribute('data-bars', '0');
  await expect.poll(() => colours(flame.locator('canvas').first())).toBeGreaterThan(4);
  await expect(page.getByTestId('run-flame').getByTestId('flame-table').locator('tbody tr').nth(3)).toBeAttached();
  await expect(page.getByTestId('run-open-result')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByTestId('run-screen')).toHaveAttribute('data-ended', 'finished');
  await page.getByTestId('run-open-result').click();

  // Its result.
  await expect(page.getByTestId('result-screen')).toBeVisible();
  const run = (await page.getByTestId('result-screen').getAttribute('data-run')) ?? '';
  await expect(page.getByTestId('arm-row')).toHaveCount(1);
  await expect(page.getByTestId('arm-row')).toHaveAttribute('data-state', 'good');
  const result = await lab.ask('run:open', { run });
  expect(result.run.complete).toBe(true);
  expect(result.arms[0]?.handshakes).toBeGreaterThan(100);
  expect(result.arms[0]?.serverHandshakes).toBe(result.arms[0]?.handshakes);

  // The report, on screen and on paper.
  await page.getByTestId('open-report').click();
  await expect(page.getByTestId('report-screen')).not.toHaveAttribute('data-pages', '0');
  await page.getByTestId('report-export').click();
  await expect(page.getByTestId('report-written')).toHaveAttribute('data-path', world.pdf);
  const pdf = readPdf(world.pdf);
  expect(pdf.title).toBe('Go to itself');
  expect(String(pdf.pages), 'the preview breaks pages where the print does').toBe(await page.getByTestId('report-screen').getAttribute('data-pages'));
  for (const stack of result.arms[0]?.id.split('→') ?? []) expect(words(pdf.text)).toContain(stack);
  expect(pdf.text.at(-1)).toContain(`page ${pdf.pages} of ${pdf.pages}`);
  expect(pdf.fonts.every(({ embedded }) => embedded)).toBe(true);

  // Reopened from the library by another start of the app, and run again.
  await lab.close();
  const again = await Lab.start(world);
  await again.page.getByTestId('nav-library').click();
  await again.page.getByTestId('run-row').click();
  await expect(again.page.getByTestId('result-screen')).toHaveAttribute('data-run', run);
  await expect(again.page.getByTestId('arm-row')).toHaveCount(1);
  await again.page.getByTestId('run-again').click();
  await expect(again.page.getByTestId('run-screen')).toBeVisible();
  await again.page.getByTestId('run-open-result').click({ timeout: 60_000 });
  await expect(again.page.getByTestId('result-screen')).not.toHaveAttribute('data-run', run);
  const second = await again.ask('run:open', { run: (await again.page.getByTestId('result-screen').getAttribute('data-run')) ?? '' });
  expect(second.run.replayOf).toEqual({ id: run, exact: false });
  expect(readdirSync(world.runs).filter((name) => name.endsWith('.hsrun'))).toHaveLength(2);
  await again.close();
});
