import { expect, test, type Lab } from './lab.ts';

const SHORT = { name: 'Flames', stacks: { client: 'go', server: ['go', 'node'] }, observe: ['timing' as const], noiseFloor: 'none' as const, length: { for: '3s' } };

async function openFlame(lab: Lab, scenario: Parameters<Lab['measure']>[0] = SHORT): Promise<string> {
  const run = await lab.measure(scenario);
  await lab.openRun(run);
  await lab.page.getByTestId('tab-flame').click();
  await expect(lab.page.getByTestId('flame')).not.toHaveAttribute('data-bars', '0');
  return run;
}

test('the flame is searched from anywhere, stepped through, pinned, and opened where bars are merged', async ({ lab }) => {
  const { page } = lab;
  await openFlame(lab);
  const [hits, readout] = [page.getByTestId('flame-hits'), page.getByTestId('flame-readout')];
  // The focus is still on the tab.
  await page.keyboard.press('/');
  await page.keyboard.type('chain verify');
  await expect(hits).toHaveText('1 hit');
  await page.keyboard.press('Enter');
  await expect(hits).toHaveText('1 of 1');
  await expect(readout).toHaveAttribute('data-pinned', 'true');
  await expect(readout).toContainText('chain verify');

  await page.getByTestId('flame-search').fill('key exchange');
  await expect(hits).toHaveText('2 hits');
  await page.keyboard.press('Enter');
  await expect(hits).toHaveText('1 of 2');
  await expect(readout).toContainText('server');
  await page.keyboard.press('Enter');
  await expect(readout).toContainText('client');
  await page.keyboard.press('Shift+Enter');
  await expect(hits).toHaveText('1 of 2');
  await page.getByTestId('flame-search').fill('clienthello 2');
  await expect(hits).toHaveText('0 hits');

  // Letters in the field are no keys of the flame.
  await expect(page.getByTestId('flame')).toHaveAttribute('data-zoomed', 'false');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('flame-search')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(readout).toHaveAttribute('data-pinned', 'false');

  const box = (await page.locator('.flame-frame canvas').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.dblclick(box.x + box.width * 0.45, box.y + 92);
  await expect(page.getByTestId('flame')).toHaveAttribute('data-zoomed', 'true');
  await page.locator('.flame-frame').focus();
  await page.keyboard.press('0');
  await expect(page.getByTestId('flame')).toHaveAttribute('data-zoomed', 'false');
});

test('M, H and B lead to the mean, one handshake and the difference to another arm', async ({ lab }) => {
  const { page } = lab;
  await openFlame(lab);
  await page.getByTestId('result-arm').nth(1).click();
  await page.keyboard.press('b');
  const difference = page.getByTestId('compare-flame');
  await expect(difference.getByTestId('flame')).not.toHaveAttribute('data-bars', '0');
  await expect(page.getByTestId('flame-against').locator('option')).toHaveCount(1);
  await difference.locator('.flame-frame').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const readout = difference.getByTestId('flame-readout');
  await expect(readout).toHaveAttribute('data-pinned', 'true');
  await expect(readout).toContainText(/A [\d\s]+.*B [\d\s—]/);
  await expect(difference.getByTestId('flame-table').getByRole('columnheader', { name: /B − A/ })).toBeVisible();
  await expect(difference.getByTestId('flame-table').locator('tbody tr')).not.toHaveCount(0);
  await page.keyboard.press('h');
  await expect(page.getByTestId('flame-view').locator('[data-value="p50"]')).toHaveAttribute('aria-pressed', 'true');
  await page.getByTestId('flame-handshakes').click();
  await expect(page.getByTestId('tab-handshakes')).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByTestId('handshake-one')).toBeVisible();
  await page.getByTestId('tab-flame').click();
  await page.keyboard.press('m');
  await expect(difference).toHaveCount(0);
});

test('CPU samples are a weight where there are any, and say why where there are none', async ({ lab }) => {
  const { page } = lab;
  await openFlame(lab);
  const samples = page.getByTestId('flame-weight').locator('[data-value="samples"]');
  await expect(samples).toBeDisabled();
  await expect(samples).toHaveAttribute('title', /no CPU profile/);
  await openFlame(lab, { ...SHORT, name: 'Sampled', stacks: { client: 'go', server: 'go' }, observe: ['timing', 'cpu-profile'] });
  await samples.click();
  const sides = page.getByTestId('flame-samples-side');
  await expect(sides).toHaveCount(2);
  for (const side of await sides.all()) await expect(side.getByTestId('profile-flame')).not.toHaveAttribute('data-boxes', '0');
  await page.getByTestId('flame-view').locator('[data-value="p50"]').click();
  await expect(samples).toHaveAttribute('title', 'only for the mean');
});

test('the tail says which phase makes it, and leads to its handshakes by mouse and by keys', async ({ lab }) => {
  const { page } = lab;
  await openFlame(lab);
  await page.getByTestId('tab-tail').click();
  const tail = page.getByTestId('result-tail');
  await expect(tail).not.toHaveAttribute('data-bins', '0');
  const bins = Number(await tail.getAttribute('data-bins'));
  await expect(page.getByTestId('tail-bin')).toHaveCount(bins);
  const counts = (await page.getByTestId('tail-table').locator('tbody tr').last().locator('td').allTextContents()).slice(1).map((text) => Number(text.replace(/\D/g, '')));
  expect(counts).toHaveLength(bins);

  await page.getByTestId('tail-chart').focus();
  await page.keyboard.press('End');
  await expect(page.getByTestId('tail-readout')).toContainText('p100');
  await page.keyboard.press('ArrowUp');
  await expect(page.getByTestId('tail-readout')).toContainText('key share + ClientHello');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('handshake-list')).toHaveAttribute('data-rows', `${counts.at(-1)}`);

  await page.getByTestId('tab-tail').click();
  const middle = Math.floor(bins / 2);
  await page.getByTestId('tail-bin').nth(middle).click();
  await expect(page.getByTestId('handshake-list')).toHaveAttribute('data-rows', `${counts[middle]}`);
});
