import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './lab.ts';

const SHORT = { name: 'Explored', stacks: { client: 'go', server: ['go', 'node'] }, observe: ['timing' as const], noiseFloor: 'none' as const, length: { for: '3s' } };

test('a stretch of a distribution leads to its handshakes, their flames and messages, by mouse and by keys', async ({ lab }) => {
  const { page } = lab;
  const run = await lab.measure(SHORT);
  await lab.openRun(run);
  await page.getByTestId('tab-distribution').click();
  await page.getByTestId('dist-arm').nth(1).click();
  await expect(page.getByTestId('tab-handshakes')).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByTestId('result-arm').nth(1)).toHaveAttribute('aria-selected', 'true');
  const { arms } = await lab.ask('run:open', { run });
  const list = page.getByTestId('handshake-list');
  await expect(list).toHaveAttribute('data-rows', `${arms[1]?.handshakes}`);
  const one = page.getByTestId('handshake-one');
  await expect(one.getByTestId('flame')).not.toHaveAttribute('data-bars', '0');
  await expect(page.getByTestId('handshake-messages')).toContainText('ClientHello');

  // The upper half of the chart: fewer handshakes, all of them slower.
  const chart = (await page.getByTestId('brush-chart').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(chart.x + chart.width * 0.5, chart.y + 60);
  await page.mouse.down();
  await page.mouse.move(chart.x + chart.width - 40, chart.y + 60, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByTestId('brush-chosen')).toBeVisible();
  await expect.poll(async () => Number(await list.getAttribute('data-rows').catch(() => '0'))).toBeLessThan(arms[1]?.handshakes ?? 0);

  await page.getByTestId('brush-from').focus();
  await page.keyboard.press('Escape');
  await expect(list).toHaveAttribute('data-rows', `${arms[1]?.handshakes}`);
  await page.getByTestId('handshakes-order').locator('button').nth(1).click();
  await list.focus();
  const first = await one.getAttribute('data-block');
  await page.keyboard.press('End');
  await expect(one).not.toHaveAttribute('data-block', first ?? '');
  await expect(page.getByTestId('handshake-row').last()).toHaveAttribute('aria-selected', 'true');

  // Away and back: what was looked at is still there.
  const block = await one.getAttribute('data-block');
  await page.getByTestId('tab-overview').click();
  await page.getByTestId('tab-handshakes').click();
  await expect(one).toHaveAttribute('data-block', block ?? '');
});

test('any chart is saved as SVG or PNG and any table copied, by pointer and by palette', async ({ lab, world }) => {
  const { page } = lab;
  await lab.openRun(await lab.measure(SHORT));
  await page.getByTestId('tab-flame').click();
  for (const way of ['svg', 'png']) {
    await page.getByTestId('flame').locator('canvas').hover();
    await page.getByTestId('take-open').click();
    await page.getByTestId(`take-${way}`).click();
    await expect.poll(() => readdirSync(world.exports).filter((name) => name.endsWith(way))).toHaveLength(1);
    await page.getByTestId('tab-flame').hover();
  }
  const file = (ending: string): Buffer => readFileSync(join(world.exports, readdirSync(world.exports).find((name) => name.endsWith(ending)) ?? ''));
  const svg = file('svg').toString('utf8');
  expect(svg.includes('client done') && svg.includes('ClientHello')).toBe(true);
  expect(/var\(|class=|https?:\/\/(?!www\.w3\.org)/.exec(svg)?.[0]).toBeUndefined();
  expect(file('png').subarray(1, 4).toString()).toBe('PNG');
  expect(await page.evaluate<number>(`new DOMParser().parseFromString(${JSON.stringify(svg)}, 'image/svg+xml').querySelectorAll('svg > g rect').length`)).toBeGreaterThan(10);

  await page.getByTestId('tab-overview').click();
  await page.evaluate('navigator.clipboard.writeText = async (text) => { window.copied = text; }');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('markdown arms');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate<string>('window.copied ?? ""')).toMatch(/^\| .*\n\| --/);
});

test('a recorded run plays again, is moved along, and leads back to its result', async ({ lab }) => {
  const { page } = lab;
  const run = await lab.measure(SHORT);
  await lab.openRun(run);
  await page.getByTestId('run-play').click();
  const bar = page.getByTestId('playback');
  await expect(bar).toHaveAttribute('data-complete', 'true');
  await expect(page.getByTestId('flame').first()).not.toHaveAttribute('data-bars', '0');
  await page.getByTestId('playback-speed').locator('[data-value="50"]').click();
  await expect(bar).toHaveAttribute('data-playing', 'false', { timeout: 10_000 });
  await expect(bar).toHaveAttribute('data-at', (await bar.getAttribute('data-end')) ?? '');
  const count = async (): Promise<number> => Number(((await page.getByTestId('run-arm').first().getAttribute('title')) ?? '').replace(/\D/g, ''));
  const { arms } = await lab.ask('run:open', { run });
  const all = await count();
  expect(all).toBeGreaterThanOrEqual(arms[0]?.handshakes ?? 0);
  await page.getByTestId('playback-scrub').fill(`${Math.round(Number(await bar.getAttribute('data-end')) * 0.5)}`);
  expect(await count()).toBeLessThan(all);
  await page.getByTestId('playback-result').click();
  await expect(page.getByTestId('result-screen')).toHaveAttribute('data-run', run);
});
