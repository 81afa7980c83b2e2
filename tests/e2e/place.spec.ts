import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, Lab, test } from './lab.ts';

const SHORT = { name: 'Kept', stacks: { client: 'go', server: ['go', 'node'] }, observe: ['timing' as const], noiseFloor: 'none' as const, length: { handshakes: 30 } };

test('the next start opens what was left: screen, run, tab, arm, and the unsaved scenario', async ({ world }) => {
  const first = await Lab.start(world);
  const run = await first.measure(SHORT);
  await first.page.reload();
  await first.page.getByTestId('nav-builder').click();
  await first.page.getByTestId('builder-yaml').click();
  await first.page.getByTestId('yaml-text').fill('name: Half done\nstacks: { client: node, server: node }\n');
  await first.page.getByTestId('builder-form').click();
  await first.openRun(run);
  await first.page.getByTestId('tab-flame').click();
  await first.page.getByTestId('result-arm').nth(1).click();
  await first.page.getByTestId('flame-view').locator('[data-value="slowest"]').click();
  await expect.poll(() => readFileSync(join(world.userData, 'place.json'), 'utf8')).toContain('slowest');
  await first.close();

  const second = await Lab.start(world);
  await expect(second.page.getByTestId('result-screen')).toHaveAttribute('data-run', run);
  await expect(second.page.getByTestId('tab-flame')).toHaveAttribute('aria-selected', 'true');
  await expect(second.page.getByTestId('result-arm').nth(1)).toHaveAttribute('aria-selected', 'true');
  await expect(second.page.getByTestId('flame-view').locator('[data-value="slowest"]')).toHaveAttribute('aria-pressed', 'true');
  await second.page.getByTestId('nav-builder').click();
  await second.page.getByTestId('builder-yaml').click();
  await expect(second.page.getByTestId('yaml-text')).toContainText('Half done');
  const kept = (): string => (JSON.parse(readFileSync(join(world.userData, 'place.json'), 'utf8')) as { windows: { screen: string }[] }).windows.map(({ screen }) => screen).join();
  await expect.poll(kept).toBe('builder');
  // A run that is gone is no error: the Library opens.
  await second.page.getByTestId('nav-result').click();
  await expect(second.page.getByTestId('result-screen')).toBeVisible();
  await second.ask('run:delete', { run });
  await expect.poll(kept).toBe('result');
  await second.close();
  const third = await Lab.start(world);
  await expect(third.page.getByTestId('library-screen')).toBeVisible();
  await expect(third.page.getByTestId('problem')).toHaveCount(0);
  await third.close();
});

test('two windows show two runs, one run’s progress reaches both, and both come back', async ({ world }) => {
  const lab = await Lab.start(world);
  const runs = [await lab.measure(SHORT), await lab.measure({ ...SHORT, name: 'Second' })];
  await lab.page.reload();
  await lab.openRun(runs[0] ?? '');
  await lab.page.getByTestId('nav-library').click();
  const opened = lab.app.waitForEvent('window');
  await lab.page.locator(`[data-run="${runs[1]}"]`).hover();
  await lab.page.locator(`[data-run="${runs[1]}"]`).getByTestId('run-window').click();
  const other = await opened;
  await expect(other.getByTestId('result-screen')).toHaveAttribute('data-run', runs[1] ?? '');
  await lab.page.getByTestId('nav-result').click();
  await expect(lab.page.getByTestId('result-screen')).toHaveAttribute('data-run', runs[0] ?? '');

  await lab.ask('run:start', { scenario: { ...SHORT, length: { for: '20s' } }, replay: null });
  for (const page of [lab.page, other]) {
    await page.getByTestId('nav-run').click();
    await expect(page.getByTestId('flame').first()).not.toHaveAttribute('data-bars', '0', { timeout: 30_000 });
  }
  await lab.ask('run:stop', {});
  await other.getByTestId('nav-result').click();
  await expect.poll(() => (JSON.parse(readFileSync(join(world.userData, 'place.json'), 'utf8')) as { windows: { screen: string }[] }).windows.map(({ screen }) => screen)).toEqual(['run', 'result']);
  await lab.close();

  const again = await Lab.start(world);
  await expect.poll(() => again.app.windows().length).toBe(2);
  const shown = await Promise.all(again.app.windows().map((page) => page.locator('[data-testid="result-screen"], [data-testid="library-screen"]').first().getAttribute('data-testid')));
  expect(shown.toSorted()).toEqual(['library-screen', 'result-screen']);
  await again.close();
});

test('a scenario file opens in the builder from the menu’s list, and what was opened is listed', async ({ lab, world }) => {
  const { page } = lab;
  const path = join(world.home, 'mine.hslab.yaml');
  writeFileSync(path, 'name: From a file\nstacks: { client: node, server: node }\n');
  await lab.app.evaluate(({ BrowserWindow }, file) => BrowserWindow.getAllWindows()[0]?.webContents.send('lab:menu', `open:${file}`), path);
  await expect(page.getByTestId('builder-screen')).toBeVisible();
  await page.getByTestId('nav-library').click();
  await expect.poll(async () => (await lab.ask('app:state', {})).recent.map(({ name }) => name)).toEqual(['From a file']);
  await lab.chooseMenu('File', 'Recent', 'From a file');
  await expect(page.getByTestId('builder-screen')).toBeVisible();
  await lab.chooseMenu('File', 'Recent', 'Clear list');
  expect((await lab.ask('app:state', {})).recent).toEqual([]);

  writeFileSync(path, 'name: Broken\nstacks: { client: cobol }\n');
  await lab.app.evaluate(({ BrowserWindow }, file) => BrowserWindow.getAllWindows()[0]?.webContents.send('lab:menu', `open:${file}`), path);
  await expect(page.getByTestId('problem')).toContainText('stacks');
});
