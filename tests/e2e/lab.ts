/** The app under test. Each test owns its world: user data, runs, scenarios, temporary files, processes; all of it is gone afterwards. */
import { test as base, expect, _electron, type ElectronApplication, type Page } from '@playwright/test';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Channel } from '../../src/shared/ipc/channels.ts';
import type { Reply, Request, Response, Settings } from '../../src/shared/ipc/contract.ts';
import { alive, descendants, until } from './processes.ts';

export const projectRoot = join(import.meta.dirname, '../..');
const CLOSE_MS = 12_000;

export function electronPath(): string {
  const given = process.env['ELECTRON_EXEC_PATH'];
  if (given !== undefined) return given;
  const tools = JSON.parse(readFileSync(join(projectRoot, '.tools/tools.json'), 'utf8')) as { electron?: { path?: string } };
  if (tools.electron?.path === undefined) throw new Error('Electron has not been set up: run npm test, which does');
  return tools.electron.path;
}

/** As root Chromium refuses to start with its sandbox (crbug.com/638180). */
export const appArguments = (): string[] => (process.getuid?.() === 0 ? ['--no-sandbox'] : []);

const endAll = (pid: number): void => {
  for (const one of [...descendants(pid).map((child) => child.pid), pid].filter(alive)) process.kill(one, 'SIGKILL');
};

export class World {
  readonly home = mkdtempSync(join(tmpdir(), 'hslab-e2e-'));
  readonly userData = join(this.home, 'user data');
  readonly runs = join(this.home, 'runs');
  readonly scenarios = join(this.home, 'scenarios');
  readonly pdf = join(this.home, 'report.pdf');
  readonly exports = join(this.home, 'exports');
  readonly temporary = join(this.home, 'tmp');

  constructor() {
    for (const folder of [this.userData, this.runs, this.scenarios, this.temporary, this.exports]) mkdirSync(folder);
  }

  settings(settings: Partial<Settings>): void {
    writeFileSync(join(this.userData, 'settings.json'), JSON.stringify(settings));
  }

  window(size: { readonly width: number; readonly height: number }): void {
    writeFileSync(join(this.userData, 'window.json'), JSON.stringify({ bounds: { x: 0, y: 0, ...size }, maximized: false }));
  }

  environment(more: Record<string, string> = {}): Record<string, string> {
    const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return {
      ...Object.fromEntries(inherited),
      LANG: 'en_US.UTF-8',
      LANGUAGE: 'en',
      TMPDIR: this.temporary,
      HSLAB_USER_DATA: this.userData,
      HSLAB_RUNS_DIR: this.runs,
      HSLAB_SCENARIOS_DIR: this.scenarios,
      HSLAB_TEST_PDF: this.pdf,
      HSLAB_TEST_EXPORT: this.exports,
      HSLAB_MANY_INSTANCES: '1',
      ...more,
    };
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

export class Lab {
  private constructor(
    readonly world: World,
    readonly app: ElectronApplication,
    readonly page: Page,
    readonly pid: number,
  ) {}

  static async start(world: World, env: Record<string, string> = {}): Promise<Lab> {
    if (!existsSync(join(projectRoot, 'out/main/index.js'))) throw new Error('the app has not been built: run npm run build');
    const launch = (): Promise<ElectronApplication> => _electron.launch({ executablePath: electronPath(), args: [...appArguments(), projectRoot], cwd: world.home, env: world.environment(env), timeout: 15_000 });
    // Without a GPU Chromium's GPU process now and then ends while it starts, and Playwright then waits for a page that it has missed; it ends what it launched.
    const app = await launch().catch(launch);
    const pid = app.process().pid;
    if (pid === undefined) throw new Error('the app has no process');
    try {
      const page = await app.firstWindow();
      await expect(page.locator('[data-app-state="loaded"]').first()).toBeAttached();
      return new Lab(world, app, page, pid);
    } catch (error) {
      endAll(pid);
      throw error;
    }
  }

  /** Closes the app as a person would; what does not end is ended by its pid. */
  async close(): Promise<void> {
    const pids = [this.pid, ...descendants(this.pid).map(({ pid }) => pid)];
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), CLOSE_MS)));
    const closed = await Promise.race([this.app.close().then(() => true, () => true), late]);
    clearTimeout(timer);
    for (const pid of pids.filter(alive)) process.kill(pid, 'SIGKILL');
    if (!closed) throw new Error(`the app had not closed after ${CLOSE_MS} ms`);
  }

  invoke<K extends Channel>(channel: K, request: Request<K>): Promise<Reply<Response<K>>> {
    return this.page.evaluate<Reply<Response<K>>>(`window.lab.invoke(${JSON.stringify(channel)}, ${JSON.stringify(request)})`);
  }

  async ask<K extends Channel>(channel: K, request: Request<K>): Promise<Response<K>> {
    const reply = await this.invoke(channel, request);
    if (!reply.ok) throw new Error(`${channel}: ${reply.error.code}: ${reply.error.message}`);
    return reply.value;
  }

  /** Runs a scenario without the screens, to its end; the id of the run. */
  async measure(scenario: Request<'run:start'>['scenario']): Promise<string> {
    const { runId } = await this.ask('run:start', { scenario, replay: null });
    await expect.poll(async () => (await this.ask('library:list', {})).runs.some(({ id }) => id === runId), { timeout: 60_000 }).toBe(true);
    return runId;
  }

  /** Opens a run's result from wherever the window is. */
  async openRun(run: string): Promise<void> {
    await this.app.evaluate(({ BrowserWindow }, path) => BrowserWindow.getAllWindows()[0]?.webContents.send('lab:menu', `open:${path}`), join(this.world.runs, `${run}.hsrun`));
    await expect(this.page.getByTestId('result-screen')).toBeVisible();
  }

  /** The pid of the engine's process. */
  async engine(): Promise<number> {
    const found = await this.app.evaluate(({ app }) => app.getAppMetrics().find(({ name }) => name === 'Handshake Lab engine')?.pid);
    if (found === undefined) throw new Error('the engine has no process');
    return found;
  }

  /** The workers: the engine's children that have become what they run. */
  async workers(): Promise<number[]> {
    return descendants(await this.engine()).map(({ pid }) => pid);
  }

  async chooseMenu(...labels: string[]): Promise<void> {
    await this.app.evaluate(({ Menu, BrowserWindow }, path) => {
      let items = Menu.getApplicationMenu()?.items ?? [];
      for (const [index, label] of path.entries()) {
        const item = items.find((one) => one.label === label);
        if (item === undefined) throw new Error(`the menu has no ${path.slice(0, index + 1).join(' › ')}: ${items.map((one) => one.label).join(', ')}`);
        if (index === path.length - 1) item.click(undefined, BrowserWindow.getAllWindows()[0], undefined);
        else items = item.submenu?.items ?? [];
      }
    }, labels);
  }
}

export const test = base.extend<{ world: World; lab: Lab }>({
  // Playwright reads the fixture's needs from this pattern.
  // eslint-disable-next-line no-empty-pattern
  world: async ({}, use) => {
    const world = new World();
    await use(world);
    world.remove();
  },
  lab: async ({ world }, use) => {
    const lab = await Lab.start(world);
    await use(lab);
    await lab.close();
  },
});

export { alive, descendants, expect, until };
