import { expect, test } from './lab.ts';

test('a claim is run from its row, decided by that run, and leads to it', async ({ lab }) => {
  const { page } = lab;
  await page.getByTestId('nav-claims').click();
  const table = page.getByTestId('claims-table');
  await expect(table.getByTestId('claim')).not.toHaveCount(0);
  const row = table.locator('[data-claim="allocations.dotnet-buffer"]');
  await expect(row.locator('[data-verdict]')).toHaveAttribute('data-verdict', 'not run yet');
  await expect(table.locator('[data-claim="grpc-mesh"] [data-verdict]')).toHaveAttribute('data-verdict', 'not built yet');

  const { stacks } = await lab.ask('stacks:list', { refresh: false });
  const dotnet = stacks.some(({ family, available }) => family === 'dotnet' && available);
  await table.locator('[data-file="allocations"]').getByTestId('claim-run').click();
  await expect(row.locator('[data-verdict]')).toHaveAttribute('data-verdict', dotnet ? 'refuted' : 'not testable here', { timeout: 60_000 });
  if (dotnet) await expect(row).toContainText('KB');

  // The verdict is the run's, and only the run's.
  const { files } = await lab.ask('claims:list', {});
  const claim = files.flatMap(({ claims }) => claims).find(({ id }) => id === 'allocations.dotnet-buffer');
  const { runs } = await lab.ask('library:list', {});
  expect(claim?.run).toBe(runs[0]?.id);
  await page.getByTestId('claims-filter').filter({ hasText: 'not built' }).click();
  await expect(row).toHaveCount(0);
  await page.getByTestId('claims-filter').filter({ hasText: 'not built' }).click();
  await table.locator('[data-file="allocations"]').getByTestId('claim-open').click();
  await expect(page.getByTestId('result-screen')).toHaveAttribute('data-run', claim?.run ?? '');
  await lab.ask('run:delete', { run: claim?.run ?? '' });
  await page.getByTestId('nav-claims').click();
  await expect(row.locator('[data-verdict]')).toHaveAttribute('data-verdict', 'not run yet');
});
