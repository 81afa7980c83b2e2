import { expect, test } from './lab.ts';

test('a check is begun, followed and stopped; a run is refused meanwhile', async ({ lab }) => {
  const { page } = lab;
  await page.getByTestId('nav-selfcheck').click();
  await expect(page.getByTestId('selfcheck-never')).toBeVisible();
  await page.getByTestId('selfcheck-start').click();
  await expect(page.getByTestId('selfcheck-running')).toBeVisible();
  await expect(lab.ask('run:start', { scenario: { stacks: { client: 'go', server: 'go' }, length: { for: '2s' } }, replay: null })).rejects.toThrow('in progress');
  await page.getByTestId('selfcheck-stop').click();
  await expect(page.getByTestId('selfcheck-running')).toBeHidden({ timeout: 20_000 });
  await expect(page.getByTestId('selfcheck-never')).toBeVisible();
});

test('the last check of this machine is shown', async ({ lab }) => {
  test.setTimeout(180_000);
  const { page } = lab;
  await lab.ask('selfcheck:start', { seconds: 25 });
  await expect.poll(async () => ((await lab.ask('selfcheck:state', {})) as { running: unknown }).running, { timeout: 150_000, intervals: [1_000] }).toBeNull();
  const { last, problem } = (await lab.ask('selfcheck:state', {})) as { last: { injected: unknown[]; hooks: unknown[] } | null; problem: string | null };
  expect(problem).toBeNull();
  expect(last?.injected).toHaveLength(3);
  expect(last?.hooks.length).toBeGreaterThan(1);
  await page.getByTestId('nav-selfcheck').click();
  await expect(page.getByTestId('selfcheck-page')).toBeVisible();
  await expect(page.getByTestId('selfcheck-injected')).toHaveCount(3);
});
