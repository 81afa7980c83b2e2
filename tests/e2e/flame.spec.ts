import { expect, test } from './lab.ts';

const SHORT = { name: 'Flames', stacks: { client: 'go', server: ['go', 'node'] }, observe: ['timing' as const], noiseFloor: 'none' as const, length: { for: '3s' } };

test('the flame is searched, pinned, set against another arm, and leads to handshakes like the one shown', async ({ lab }) => {
  const { page } = lab;
  await lab.openRun(await lab.measure(SHORT));
  await page.getByTestId('tab-flame').click();
  const flame = page.getByTestId('result-flame');
  await flame.locator('.flame-frame').focus();
  await page.keyboard.press('/');
  await page.keyboard.type('chain verify');
  await expect(page.getByTestId('flame-hits')).toHaveText('1 hit');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('flame-readout')).toHaveAttribute('data-pinned', 'true');
  await expect(page.getByTestId('flame-readout')).toContainText('chain verify');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('flame-search')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('flame-readout')).toHaveAttribute('data-pinned', 'false');

  await page.getByTestId('flame-view').locator('[data-value="difference"]').click();
  await expect(page.getByTestId('compare-flame').getByTestId('flame')).not.toHaveAttribute('data-bars', '0');
  await expect(page.getByTestId('flame-against').locator('option')).toHaveCount(1);
  await page.keyboard.press('m');
  await expect(page.getByTestId('compare-flame')).toHaveCount(0);

  await page.getByTestId('flame-view').locator('[data-value="slowest"]').click();
  await page.getByTestId('flame-handshakes').click();
  await expect(page.getByTestId('tab-handshakes')).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByTestId('handshake-one')).toBeVisible();
});

test('the tail says which phase makes it, and leads to its handshakes by keys', async ({ lab }) => {
  const { page } = lab;
  await lab.openRun(await lab.measure(SHORT));
  await page.getByTestId('tab-tail').click();
  const tail = page.getByTestId('result-tail');
  await expect(tail).not.toHaveAttribute('data-bins', '0');
  const bins = Number(await tail.getAttribute('data-bins'));
  await expect(page.getByTestId('tail-bin')).toHaveCount(bins);
  await page.getByTestId('tail-chart').focus();
  await page.keyboard.press('End');
  await expect(page.getByTestId('tail-readout')).toContainText('p100');
  const n = Number(((await page.getByTestId('tail-table').locator('tbody tr').last().locator('td').last().textContent()) ?? '').replace(/\D/g, ''));
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('handshake-list')).toHaveAttribute('data-rows', `${n}`);
});
