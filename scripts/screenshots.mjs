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

/** What a theme and language are drawn from: made once, so that every picture shows the same figures. */
async function prepare(page) {
  const { samples } = await ask(page, 'library:list', {});
  const { scenario } = samples.find(({ id }) => id === 'quick') ?? samples[0];
  const measure = async (given) => {
    const { runId } = await ask(page, 'run:start', { scenario: given, replay: null });
    for (;;) {
      const { runs } = await ask(page, 'library:list', {});
      if (runs.some(({ id }) => id === runId)) return runId;
      await page.waitForTimeout(250);
    }
  };
  const length = { for: options.for };
  return {
    before: await measure({ ...scenario, name: 'Quick comparison, before', length }),
    // An arm whose handshakes fail: an alert, its side and phase stay in their place.
    failing: await measure({ ...scenario, name: 'Reset by the network', stacks: { client: ['go', 'node'], server: ['go'] }, network: { roundTrip: ['0ms'], bitsPerSecond: 'none', fault: { at: 'ServerHello', action: 'reset', every: 1 } }, length: { handshakes: 12 } }).catch(() => null),
    quick: await measure({ ...scenario, observe: ['timing', 'allocations', 'wire'], length }),
  };
}

/** Screens that a person sees before anything was measured. */
async function empty(page, save) {
  // The stacks are asked while the first screen stands.
  await page.waitForTimeout(2500);
  await save('library-empty');
  for (const screen of ['compare', 'selfcheck', 'report']) {
    await page.getByTestId(`nav-${screen}`).click();
    await page.waitForTimeout(400);
    await save(`${screen}-empty`);
  }
}

const RESULT_TABS = ['overview', 'comparisons', 'flame', 'tail', 'distribution', 'handshakes', 'allocations', 'noise', 'checks', 'wire', 'provenance'];

async function screens(page, save, runs) {
  const show = async (name, ms = 400) => {
    await page.getByTestId(`nav-${name}`).click();
    await page.waitForTimeout(ms);
  };
  await show('library', 1500);
  await save('library');
  for (const screen of ['builder', 'claims', 'stacks', 'selfcheck', 'settings', 'help']) {
    await show(screen, 600);
    await save(screen);
  }
  await show('builder');
  await page.getByTestId('builder-yaml').click();
  await page.waitForTimeout(800);
  await save('builder-yaml');
  await page.getByTestId('builder-form').click();
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette').waitFor();
  await save('palette');
  await page.keyboard.press('Escape');

  const open = async (run) => {
    await show('library');
    await page.locator(`[data-testid="run-row"][data-run="${run}"]`).click();
    await page.getByTestId('result-screen').waitFor();
    await page.waitForTimeout(600);
  };
  if (runs.failing !== null) {
    await open(runs.failing);
    await save('result-failed');
  }
  await open(runs.quick);
  for (const tab of RESULT_TABS) {
    await page.locator(`#tab-${tab}`).click();
    await page.waitForTimeout(700);
    await save(`result-${tab}`);
  }
  await page.locator('#tab-flame').click();
  await page.getByTestId('flame-view').locator('[data-value="difference"]').click();
  await page.waitForTimeout(400);
  await save('result-difference');
  await page.getByTestId('flame-view').locator('[data-value="mean"]').click();
  await page.getByTestId('run-play').click();
  await page.getByTestId('playback').waitFor();
  await page.waitForTimeout(2500);
  await save('playback');
  await page.getByTestId('playback-result').click();
  await page.getByTestId('open-report').click();
  await page.waitForFunction(() => Number(document.querySelector('[data-testid="report-screen"]')?.dataset.pages ?? 0) > 0, null, { timeout: 30_000 });
  await page.waitForTimeout(500);
  await save('report');

  for (const run of [runs.before, runs.quick]) {
    await show('library');
    const row = page.locator(`[data-testid="run-row"][data-run="${run}"]`);
    await row.hover();
    await row.getByTestId('run-compare').click();
  }
  await page.getByTestId('compare-page').waitFor();
  await save('compare');

  const { samples } = await ask(page, 'library:list', {});
  const { scenario } = samples.find(({ id }) => id === 'quick') ?? samples[0];
  await ask(page, 'run:start', { scenario: { ...scenario, length: { for: '60s' } }, replay: null });
  await show('run');
  await page.waitForFunction(() => Number(document.querySelector('[data-testid="flame"]')?.dataset.bars ?? 0) > 0, null, { timeout: 60_000 });
  await page.waitForTimeout(6000);
  await save('run');
  await ask(page, 'run:stop', {});
}

let runs = null;
try {
  for (const theme of options.themes.split(',')) {
    for (const language of options.languages.split(',')) {
      const { lab, page } = await open(theme, language);
      try {
        const save = (name) => page.screenshot({ path: join(out, `${name}-${theme}-${language}.png`) });
        if (runs === null) {
          await empty(page, save);
          runs = await prepare(page);
          await page.reload();
          await page.locator('[data-app-state="loaded"]').waitFor({ state: 'attached' });
        }
        await screens(page, save, runs);
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
