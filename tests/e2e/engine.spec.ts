import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { alive, expect, test, until } from './lab.ts';

const LONG = { name: 'Killed', stacks: { client: 'go', server: 'go' }, length: { for: '60s' } };

/** Folders and files of keys below a folder. */
const keys = (folder: string): string[] =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => /keys|\.pem$|\.key$/.test(name));

test('an engine that is killed mid-run leaves its finished blocks, no worker and no key', async ({ lab }) => {
  const { runId } = await lab.ask('run:start', { scenario: LONG, replay: null });
  await lab.page.getByTestId('nav-run').click();
  await expect(lab.page.getByTestId('run-screen')).toBeVisible();
  await expect(lab.page.getByTestId('flame').first()).not.toHaveAttribute('data-bars', '0');
  await lab.page.waitForTimeout(1500);

  const engine = await lab.engine();
  const workers = await lab.workers();
  expect(workers.length).toBeGreaterThanOrEqual(2);
  process.kill(engine, 'SIGKILL');

  await expect(lab.page.getByTestId('run-screen')).toHaveAttribute('data-ended', 'cut short');
  await expect(lab.page.getByTestId('run-doing')).toContainText('ended by itself');
  await until('the workers end', () => !workers.some(alive));
  expect(keys(lab.world.temporary)).toEqual([]);

  // The engine was started again; the run is in the Library, cut short, with what it had finished.
  const headline = (await lab.ask('library:list', {})).runs.find(({ id }) => id === runId);
  expect(headline).toMatchObject({ ended: 'cut short', problem: null });
  const result = await lab.ask('run:open', { run: runId });
  expect(result.run.complete).toBe(false);
  expect(result.arms[0]?.handshakes).toBeGreaterThan(0);
});

test('an engine that keeps dying is not started for ever', async ({ lab }) => {
  const first = await lab.engine();
  process.kill(first, 'SIGKILL');
  await until('the first ends', () => !alive(first));
  await expect.poll(() => lab.invoke('library:list', {}).then(({ ok }) => ok)).toBe(true);
  const second = await lab.engine();
  expect(second).not.toBe(first);
  process.kill(second, 'SIGKILL');
  await until('the second ends', () => !alive(second));
  await expect.poll(() => lab.invoke('library:list', {})).toMatchObject({ ok: false, error: { code: 'engine-gone' } });
});

test('closing the app in the middle of a run keeps the run and leaves nothing running', async ({ lab }) => {
  await lab.ask('run:start', { scenario: LONG, replay: null });
  await expect.poll(() => lab.workers().then((pids) => pids.length)).toBeGreaterThanOrEqual(2);
  await lab.page.waitForTimeout(2000);
  const workers = await lab.workers();
  await lab.close();
  await until('the workers end', () => !workers.some(alive));
  expect(keys(lab.world.temporary)).toEqual([]);
  expect(readdirSync(lab.world.runs).filter((name) => name.endsWith('.hsrun'))).toHaveLength(1);
});

test('while a run has CPUs of its own, the app keeps to those reserved for it', async ({ lab }) => {
  test.skip(availableParallelism() < 2, 'one CPU cannot be shared out');
  const masks = async (): Promise<Set<string | undefined>> => {
    const pids = await lab.app.evaluate(({ app }) => app.getAppMetrics().flatMap(({ name, pid }) => (name === 'Handshake Lab engine' ? [] : [pid])));
    return new Set(pids.map((pid) => /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]));
  };
  const before = await masks();
  await lab.ask('run:start', { scenario: { ...LONG, cpus: { server: [0], client: [0], reserve: [1] } }, replay: null });
  expect(await masks()).toEqual(new Set(['1']));
  await lab.ask('run:stop', {});
  await expect.poll(masks).toEqual(before);
});
