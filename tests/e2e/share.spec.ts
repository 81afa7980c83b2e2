/** What goes to a colleague and comes from one, what the settings do, and what is said when something is wrong. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { expect, Lab, projectRoot, test } from './lab.ts';

const SHORT = { name: 'Trial', stacks: { client: 'go', server: 'go' }, length: { for: '1s' } };
const cli = (world: { environment(): Record<string, string> }, ...args: string[]): string =>
  execFileSync('node', [join(projectRoot, 'out/main/cli.js'), ...args], { env: world.environment(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

test('a run goes out as one file and comes back, in the window and by command line', async ({ lab, world }) => {
  const { page } = lab;
  const run = await lab.measure(SHORT);
  const row = page.getByTestId('run-row');
  await expect(row).toHaveAttribute('data-run', run);
  await row.hover();
  await row.getByTestId('run-share').click();
  const file = join(world.exports, `${run}.hsrun.zip`);
  await expect(page.getByTestId('run-shared')).toContainText(file);
  expect(existsSync(file)).toBe(true);

  expect(cli(world, 'unpack', file).trim()).toBe(`${run}-2`);
  expect(JSON.parse(cli(world, 'show', `${run}-2`, '--json')).arms).toEqual(JSON.parse(cli(world, 'show', run, '--json')).arms);

  // As the menu, a drop and a second start give it.
  await lab.app.evaluate(({ BrowserWindow }, path) => BrowserWindow.getAllWindows()[0]?.webContents.send('lab:menu', `open:${path}`), file);
  await expect(page.getByTestId('result-screen')).toContainText('Trial');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(row).toHaveCount(3);
});

test('the settings do what they say: units, the app’s CPUs, folders', async ({ world }) => {
  const lab = await Lab.start(world, { HSLAB_SCENARIOS_DIR: '' });
  const { page } = lab;
  await lab.measure(SHORT);
  const figure = page.getByTestId('run-row').locator('.run-ratio');
  await expect(figure).toContainText('µs');
  await page.keyboard.press('?');
  await page.getByTestId('times').getByText('ms', { exact: true }).click();
  await expect(page.getByTestId('times-example')).toHaveText('1.24 ms');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(figure).toContainText('ms');
  await page.keyboard.press('?');

  const { cpus } = await lab.ask('machine:topology', {});
  const kept = cpus.filter(({ allowed }) => allowed).at(-1)?.cpu;
  await page.getByTestId('reserved').locator(`[data-value="${kept}"]`).click();
  await expect(page.getByTestId('reserved-now')).toContainText(new RegExp(`app ${kept}$`));
  const { automatic } = await lab.ask('machine:topology', {});
  expect(automatic.reserve).toEqual([kept]);
  expect([...automatic.server, ...automatic.client]).not.toContain(kept);
  const again = await lab.measure(SHORT);
  expect((await lab.ask('run:open', { run: again })).placement.reserve).toEqual([kept]);

  await page.keyboard.press('?');
  await expect(page.getByTestId('runs-folder-change')).toBeDisabled();
  await lab.app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, world.exports);
  await page.getByTestId('scenarios-folder-change').click();
  await expect(page.getByTestId('scenarios-folder-next')).toContainText(world.exports);
  await lab.close();
  const next = await Lab.start(world, { HSLAB_SCENARIOS_DIR: '' });
  expect((await next.ask('app:state', {})).folders.scenarios).toEqual({ path: world.exports, setBy: null });
  await next.close();
});

test('the command line keeps the CPUs of HSLAB_RESERVED_CPUS, and says what it cannot read', ({ world }) => {
  expect(() => execFileSync('node', [join(projectRoot, 'out/main/cli.js'), 'run', 'quick', '--for', '1s'], { env: world.environment({ HSLAB_RESERVED_CPUS: 'many' }), encoding: 'utf8', stdio: 'pipe' })).toThrow(/names no CPUs/);
});

test('the log says what went wrong, and the diagnostics do not say who the person is', async ({ lab, world }) => {
  const { page } = lab;
  // Something that fails: it is said in the window, and in the log.
  await lab.app.evaluate(({ BrowserWindow }, path) => BrowserWindow.getAllWindows()[0]?.webContents.send('lab:menu', `open:${path}`), join(homedir(), 'nowhere.hsrun.zip'));
  await expect(page.getByTestId('problem')).toContainText('nowhere.hsrun.zip');
  await page.keyboard.press('?');
  const lines = page.getByTestId('log-lines');
  await expect(lines).toContainText('run:unpack');
  await expect(lines).toContainText('the engine starts');
  await page.getByTestId('log-level').locator('[data-value="warn"]').click();
  await expect(lines).not.toContainText('the engine starts');
  await expect(lines).toContainText('run:unpack');
  expect(readFileSync(join(world.userData, 'logs/app.log'), 'utf8')).toContain('run:unpack');

  await lab.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.send('lab:menu', 'diagnostics'));
  await expect(page.getByTestId('copied')).toContainText('Diagnostics copied');
  const text = await lab.app.evaluate(({ clipboard }) => clipboard.readText());
  for (const said of ['## Versions', '## Machine', '## Stacks', 'theme: "system"', '~/nowhere.hsrun.zip']) expect(text).toContain(said);
  expect(text).not.toContain(`${homedir()}/`);
  expect(text).not.toContain(hostname());
});
