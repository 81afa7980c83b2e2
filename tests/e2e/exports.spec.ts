import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import AxeBuilder from '@axe-core/playwright';
import { RecordBatch, Table, tableFromIPC, tableToIPC } from 'apache-arrow';
import { indexFromBatch, indexToBatch } from '../../src/engine/store/sample-index.ts';
import { EXPORT_IDS, EXPORTS, exportTitle, type ExportId } from '../../src/shared/export.ts';
import { expect, projectRoot, test } from './lab.ts';

/** What a file of each kind begins with, or holds. */
const LOOKS: Readonly<Record<ExportId, (bytes: Buffer) => boolean>> = {
  speedscope: (bytes) => (JSON.parse(bytes.toString()) as { profiles: unknown[] }).profiles.length > 0,
  chrome: (bytes) => (JSON.parse(bytes.toString()) as { traceEvents: unknown[] }).traceEvents.length > 0,
  firefox: (bytes) => (JSON.parse(bytes.toString()) as { threads: unknown[] }).threads.length > 0,
  pprof: (bytes) => gunzipSync(bytes).length > 0,
  'pprof-profiles': (bytes) => gunzipSync(bytes).length > 0,
  csv: (bytes) => bytes.toString().startsWith('round,block,') && bytes.toString().split('\r\n').length > 12,
  parquet: (bytes) => bytes.subarray(0, 4).toString() === 'PAR1' && bytes.subarray(-4).toString() === 'PAR1',
  json: (bytes) => (JSON.parse(bytes.toString()) as { format: number }).format === 2,
  pcapng: (bytes) => bytes.readUInt32LE(0) === 0x0a0d0d0a,
};

test('a run is saved in every format that it has something for; the others say why not', async ({ lab, world }) => {
  const { page } = lab;
  const id = await lab.measure({ name: 'Exported', stacks: { client: 'node', server: 'node' }, length: { handshakes: 12 }, noiseFloor: 'none', observe: ['timing', 'allocations'] });
  await lab.openRun(id);
  const item = (as: ExportId) => page.getByTestId(`export-${as}`);
  for (const as of EXPORT_IDS) {
    await page.getByTestId('export').click();
    await expect(item(as)).toContainText(exportTitle(as, 'en'));
    if (as === 'pcapng' || as === 'pprof-profiles') {
      await expect(item(as)).toHaveAttribute('aria-disabled', 'true');
      await expect(item(as)).toContainText('run its scenario again with');
      await item(as).click({ force: true });
      await expect(page.getByTestId('export-menu')).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(page.getByTestId('export-menu')).toHaveCount(0);
      continue;
    }
    await expect(item(as)).toContainText(EXPORTS[as].opener.en);
    await item(as).click();
    const file = `${id}.${EXPORTS[as].ending}`;
    await expect(page.getByTestId('export-said')).toHaveText(`Saved: ${file}`);
    expect([as, LOOKS[as](readFileSync(join(world.exports, file)))]).toEqual([as, true]);
  }
  expect(readdirSync(world.exports)).toHaveLength(EXPORT_IDS.length - 2);
});

test('speedscope’s own page takes the file in', async ({ lab, world }) => {
  const { page } = lab;
  const id = await lab.measure({ name: 'For speedscope', stacks: { client: 'node', server: 'node' }, length: { handshakes: 6 }, noiseFloor: 'none' });
  await lab.openRun(id);
  await page.getByTestId('export').click();
  await page.getByTestId('export-speedscope').click();
  const file = `${id}.${EXPORTS.speedscope.ending}`;
  await expect(page.getByTestId('export-said')).toHaveText(`Saved: ${file}`);
  const { profiles } = JSON.parse(readFileSync(join(world.exports, file), 'utf8')) as { profiles: { name: string }[] };
  // As its own command line hands it a file.
  const script = join(world.temporary, 'profile.js');
  writeFileSync(script, `speedscope.loadFileFromBase64(${JSON.stringify(file)}, ${JSON.stringify(readFileSync(join(world.exports, file)).toString('base64'))})`);
  const url = `${pathToFileURL(join(projectRoot, 'node_modules/speedscope/dist/release/index.html')).href}#localProfilePath=${script}`;
  const text = await lab.app.evaluate(async ({ BrowserWindow }, address) => {
    const window = new BrowserWindow({ show: false, webPreferences: { partition: 'speedscope' } });
    try {
      void window.loadURL(address);
      for (let tries = 0; tries < 100; tries++) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        const now = `${window.getTitle()} | ${String(await window.webContents.executeJavaScript('document.body.innerText').catch(() => ''))}`;
        if (now.includes(' - speedscope')) return now;
      }
      return window.getTitle();
    } finally {
      window.destroy();
    }
  }, url);
  expect(text).toContain('For speedscope - speedscope');
  expect(text).toContain(`${profiles[0]?.name} (1/${profiles.length})`);
});

test('the menu is used by keys alone, and formats are found in the palette by what opens them', async ({ lab, world }) => {
  const { page } = lab;
  const id = await lab.measure({ name: 'By keys', stacks: { client: 'node', server: 'node' }, length: { handshakes: 6 }, noiseFloor: 'none' });
  await lab.openRun(id);
  await page.getByTestId('export').focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('export-speedscope')).toBeFocused();
  await page.keyboard.press('End');
  await expect(page.getByTestId('export-pcapng')).toBeFocused();
  await page.keyboard.press('j');
  await expect(page.getByTestId('export-json')).toBeFocused();
  const { violations } = await new AxeBuilder({ page }).include('[data-testid="export-menu"]').setLegacyMode(true).analyze();
  expect(violations.map(({ id: rule, nodes }) => `${rule}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('export-said')).toHaveText(`Saved: ${id}.result.json`);
  await expect(page.getByTestId('export')).toBeFocused();

  await page.getByTestId('nav-library').click();
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette').locator('input').fill('perfetto');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('export-said')).toHaveText(`Saved: ${id}.trace.json`);
  expect(readdirSync(world.exports).sort()).toEqual([`${id}.result.json`, `${id}.trace.json`]);
});

test('a file that takes long shows how much is written, and leaves nothing when it is stopped', async ({ lab, world }) => {
  const { page } = lab;
  const id = await lab.measure({ name: 'Long', stacks: { client: 'node', server: 'node' }, length: { handshakes: 60 }, noiseFloor: 'none' });
  // The same rows over and over: as long as a run of hundreds of thousands.
  const index = join(world.runs, `${id}.hsrun`, 'index.arrow');
  const places = tableFromIPC(readFileSync(index)).batches.flatMap((batch) => [...indexFromBatch(batch)]);
  const rows = places.reduce((sum, place) => sum + place.rows, 0);
  const many = Array.from({ length: Math.ceil(400_000 / rows) }, () => places).flat();
  writeFileSync(index, tableToIPC(new Table([indexToBatch(many) as RecordBatch]), 'stream'));
  await lab.openRun(id);
  await page.getByTestId('export').click();
  await page.getByTestId('export-csv').click();
  await expect(page.getByTestId('export-progress')).toBeVisible({ timeout: 15_000 });
  await expect(page.getByRole('progressbar', { name: 'Writing CSV' })).toHaveAttribute('aria-valuenow', /\d+/);
  expect(readdirSync(world.exports)).toEqual([`${id}.csv.new`]);
  // Neither disturbs the other.
  const short = { name: 'Meanwhile', stacks: { client: 'node', server: 'node' }, length: { handshakes: 6 } };
  expect(await lab.invoke('run:start', { scenario: short, replay: null })).toMatchObject({ ok: false, error: { code: 'busy' } });
  expect(await lab.invoke('run:export', { run: id, as: 'json' })).toMatchObject({ ok: false, error: { code: 'busy' } });
  await page.getByTestId('export-stop').click();
  await expect(page.getByTestId('export-said')).toHaveText('Stopped; no file was written');
  expect(readdirSync(world.exports)).toEqual([]);

  await lab.ask('run:start', { scenario: { ...short, length: { for: '20s' } }, replay: null });
  expect(await lab.invoke('run:export', { run: id, as: 'json' })).toMatchObject({ ok: false, error: { code: 'busy' } });
  await lab.ask('run:stop', {});

  // The window is closed in the middle of it.
  await page.getByTestId('export').click();
  await page.getByTestId('export-csv').click();
  await expect.poll(() => readdirSync(world.exports)).toEqual([`${id}.csv.new`]);
  await lab.app.close();
  expect(readdirSync(world.exports)).toEqual([]);
});
