import { expect, test } from './lab.ts';

const TWO = { name: 'Two groups', stacks: { client: 'go', server: 'go' }, keyExchange: { groups: ['x25519', 'p384'] as ('x25519' | 'p384')[] }, length: { handshakes: 120 }, observe: ['timing'] as 'timing'[], seed: 5 };

test('two runs are set against each other, from the library', async ({ lab }) => {
  const { page } = lab;
  await lab.measure(TWO);
  await lab.measure({ ...TWO, name: 'Again', seed: 6 });
  await page.reload();
  await expect(page.locator('[data-app-state="loaded"]')).toBeAttached();
  await page.getByTestId('nav-compare').click();
  await expect(page.getByTestId('compare-none')).toBeVisible();
  await page.getByTestId('nav-library').click();
  const rows = page.getByTestId('run-row');
  await rows.nth(0).hover();
  await rows.nth(0).getByTestId('run-compare').click();
  await expect(page.getByTestId('compare-none')).toBeVisible();
  await page.getByTestId('nav-library').click();
  await rows.nth(1).hover();
  await rows.nth(1).getByTestId('run-compare').click();
  await expect(page.getByTestId('compare-page')).toBeVisible();
  await expect(page.getByTestId('compare-arm')).toHaveCount(2);
  await expect(page.getByTestId('compare-flame').getByTestId('flame')).not.toHaveAttribute('data-bars', '0');
  // Only the seed and the names differ: of that the list says nothing.
  await expect(page.getByTestId('compare-differences')).not.toContainText('seed');
});

test('two arms of one run are compared by its rounds', async ({ lab }) => {
  const { page } = lab;
  const run = await lab.measure(TWO);
  await page.reload();
  await expect(page.locator('[data-app-state="loaded"]')).toBeAttached();
  await page.getByTestId('nav-compare').click();
  for (const side of ['a', 'b'] as const) await page.getByTestId(`compare-run-${side}`).selectOption({ index: 1 });
  await page.getByTestId('compare-arm-a').selectOption({ index: 1 });
  await page.getByTestId('compare-arm-b').selectOption({ index: 2 });
  // P-384 costs a handshake several times what X25519 does: no machine is too noisy for that.
  await expect(page.getByTestId('compare-arm')).toHaveAttribute('data-verdict', 'slower');
  await page.getByTestId('compare-swap').click();
  await expect(page.getByTestId('compare-arm')).toHaveAttribute('data-verdict', 'faster');
  expect(run).not.toBe('');
});
