// `npm run screenshots -- --out DIR`: every screen × theme × language of the real app, from a run made for it.
// Options: --themes light,dark --languages en,zh --size 1440x900 --for 8s
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { inRoot, root } from './setup/paths.mjs';
import { setUp } from './setup/index.mjs';
import { startDisplay } from './test/xvfb.mjs';

const { values: options } = parseArgs({
  options: {
    out: { type: 'string', default: inRoot('screenshots') },
    themes: { type: 'string', default: 'light,dark' },
    languages: { type: 'string', default: 'en,zh' },
    size: { type: 'string', default: '1440x900' },
    for: { type: 'string', default: '8s' },
  },
});
const [width, height] = options.size.split('x').map(Number);
if (!(width >= 960 && height >= 640)) throw new Error(`--size ${options.size}: give at least 960x640`);

const { electron, app } = await setUp();
const missing = [electron, app].find(({ ok }) => !ok);
if (missing) {
  process.stderr.write(`no screenshots: ${String(missing.reason)}\n`);
  process.exit(1);
}
// Here and not above: Playwright is a package, and set-up may just have installed it.
const { _electron } = await import('@playwright/test');

const out = resolve(options.out);
mkdirSync(out, { recursive: true });
const home = mkdtempSync(join(tmpdir(), 'hslab-screenshots-'));
const display = process.env.DISPLAY ? null : await startDisplay();

async function open(theme, language) {
  const userData = join(home, `${theme}-${language}`);
  mkdirSync(userData, { recursive: true });
  writeFileSync(join(userData, 'settings.json'), JSON.stringify({ theme, language }));
  writeFileSync(join(userData, 'window.json'), JSON.stringify({ bounds: { x: 0, y: 0, width, height }, maximized: false }));
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const lab = await _electron.launch({
    executablePath: electron.path,
    args: [...sandbox, root],
    env: { ...process.env, ...(display ? { DISPLAY: display.display } : {}), HSLAB_USER_DATA: userData, HSLAB_RUNS_DIR: join(home, 'runs'), HSLAB_SCENARIOS_DIR: join(home, 'scenarios'), HSLAB_MANY_INSTANCES: '1' },
  });
  const page = await lab.firstWindow();
  await page.locator('[data-app-state="loaded"]').waitFor({ state: 'attached' });
  return { lab, page };
}

const ask = async (page, channel, request) => {
  const reply = await page.evaluate(([name, given]) => window.lab.invoke(name, given), [channel, request]);
  if (!reply.ok) throw new Error(`${channel}: ${reply.error.message}`);
  return reply.value;
};

async function quick(page) {
  const { samples } = await ask(page, 'library:list', {});
  const { scenario } = samples.find(({ id }) => id === 'quick') ?? samples[0];
  return { ...scenario, length: { for: options.for } };
}

async function screens(page, save) {
  const show = (name) => page.getByTestId(`nav-${name}`).click();
  for (const screen of ['library', 'builder', 'compare', 'selfcheck', 'stacks', 'settings']) {
    await show(screen);
    // The stacks are asked while the first screen stands.
    await page.waitForTimeout(screen === 'library' ? 1500 : 400);
    await save(screen);
  }

  await ask(page, 'run:start', { scenario: await quick(page), replay: null });
  await show('run');
  await page.waitForFunction(() => Number(document.querySelector('[data-testid="flame"]')?.dataset.bars ?? 0) > 0, null, { timeout: 60_000 });
  await page.waitForTimeout(3000);
  await save('run');
  await ask(page, 'run:stop', {});
  await page.getByTestId('run-open-result').click();
  await page.getByTestId('result-screen').waitFor();
  for (const tab of ['overview', 'comparisons', 'flame', 'distribution', 'allocations', 'noise', 'checks', 'provenance']) {
    await page.locator(`#tab-${tab}`).click();
    await page.waitForTimeout(300);
    await save(`result-${tab}`);
  }
  await page.getByTestId('open-report').click();
  await page.waitForFunction(() => Number(document.querySelector('[data-testid="report-screen"]')?.dataset.pages ?? 0) > 0, null, { timeout: 30_000 });
  await page.waitForTimeout(500);
  await save('report');
}

try {
  for (const theme of options.themes.split(',')) {
    for (const language of options.languages.split(',')) {
      const { lab, page } = await open(theme, language);
      try {
        const save = (name) => page.screenshot({ path: join(out, `${name}-${theme}-${language}.png`) });
        await screens(page, save);
      } finally {
        await lab.close();
      }
      process.stdout.write(`${theme} ${language}\n`);
    }
  }
  process.stdout.write(`written to ${out}\n`);
} finally {
  display?.stop();
  rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
