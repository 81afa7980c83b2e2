import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appArguments, electronPath, expect, Lab, projectRoot, test } from './lab.ts';

test('the window comes back where and as it was', async ({ world }) => {
  writeFileSync(join(world.userData, 'window.json'), JSON.stringify({ bounds: { x: 40, y: 30, width: 1200, height: 760 }, maximized: false }));
  const first = await Lab.start(world);
  const bounds = (lab: Lab): Promise<unknown> => lab.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  expect(await bounds(first)).toEqual({ x: 40, y: 30, width: 1200, height: 760 });
  await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setBounds({ x: 10, y: 20, width: 1100, height: 700 }));
  await first.close();

  const second = await Lab.start(world);
  expect(await bounds(second)).toEqual({ x: 10, y: 20, width: 1100, height: 700 });
  await second.close();
});

test('a window that was on a display that is gone opens on this one', async ({ world }) => {
  writeFileSync(join(world.userData, 'window.json'), JSON.stringify({ bounds: { x: 9000, y: 30, width: 1200, height: 760 }, maximized: false }));
  const lab = await Lab.start(world);
  const x = await lab.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds().x ?? NaN);
  expect(x).toBeLessThan(1600);
  await lab.close();
});

test('settings are kept, and broken ones do not keep the app from starting', async ({ world }) => {
  writeFileSync(join(world.userData, 'settings.json'), '{"theme": "da');
  const lab = await Lab.start(world);
  expect((await lab.ask('app:state', {})).settings).toEqual({ theme: 'system', language: 'system', times: 'auto', reservedCpus: 'auto', runsFolder: null, scenariosFolder: null });
  await lab.ask('app:settings', { theme: 'dark', language: 'zh' });
  expect(JSON.parse(readFileSync(join(world.userData, 'settings.json'), 'utf8'))).toMatchObject({ theme: 'dark', language: 'zh' });
  expect(await lab.app.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors)).toBe(true);
  expect(await lab.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label))).toEqual(['文件', '编辑', '视图', '运行', '窗口', '帮助']);
  await lab.close();
});

test('the title bar is the page’s own, with the system’s buttons in it', async ({ lab }) => {
  await expect.poll(() => lab.page.evaluate('navigator.windowControlsOverlay?.visible')).toBe(true);
  const { height, right } = await lab.page.evaluate<{ height: number; right: number }>('(({ height, right }) => ({ height, right }))(navigator.windowControlsOverlay.getTitlebarAreaRect())');
  expect(height).toBe(39);
  expect(right).toBeLessThan(await lab.page.evaluate<number>('innerWidth'));
});

test('a second start hands what it was given to the first', async ({ world }) => {
  const alone = { HSLAB_MANY_INSTANCES: '0' };
  const lab = await Lab.start(world, alone);
  await lab.page.evaluate('window.lab.onMenu((command) => { window.heard = command; }), null');
  const run = join(world.home, 'given.hsrun');
  mkdirSync(run);
  const code = await new Promise((resolve, reject) => {
    const second = spawn(electronPath(), [...appArguments(), projectRoot, 'given.hsrun'], { cwd: world.home, env: world.environment(alone), stdio: 'ignore', timeout: 20_000 });
    second.once('error', reject);
    second.once('exit', resolve);
  });
  expect(code).toBe(0);
  await expect.poll(() => lab.page.evaluate('window.heard')).toBe(`open:${run}`);
  await lab.close();
});

test('the menu asks the page', async ({ lab }) => {
  await lab.page.evaluate('window.heard = [], window.lab.onMenu((command) => { window.heard.push(command); }), null');
  await lab.chooseMenu('File', 'New scenario');
  await lab.chooseMenu('View', 'Theme', 'Dark');
  // Nothing runs: there is nothing to stop.
  expect(await lab.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.find(({ label }) => label === 'Run')?.submenu?.items.map(({ enabled }) => enabled))).toEqual([true, false, false]);
  await expect.poll(() => lab.page.evaluate('window.heard')).toEqual(['new-scenario', 'theme:dark', 'settings']);
});

test('a page that loads itself again goes on, also with a run', async ({ lab }) => {
  await lab.ask('run:start', { scenario: { name: 'On', stacks: { client: 'go', server: 'go' }, length: { for: '60s' } }, replay: null });
  await lab.page.evaluate('window.before = true');
  await lab.page.evaluate('location.reload()');
  await expect.poll(() => lab.page.evaluate('window.before ?? null').catch(() => true)).toBeNull();
  await expect(lab.page.locator('[data-app-state="loaded"]').first()).toBeAttached();
  await expect(lab.page.getByTestId('run-screen')).toBeVisible();
  await expect(lab.page.getByTestId('flame').first()).not.toHaveAttribute('data-bars', '0');
  await lab.ask('run:stop', {});
  await expect(lab.page.getByTestId('run-screen')).toHaveAttribute('data-ended', 'stopped');
});
