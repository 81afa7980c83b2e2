import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { optionsOf, untouched, type ReportOptions } from '../../src/shared/report/options.ts';
import { expect, projectRoot, test, type World } from './lab.ts';
import { readPdf, words, type Pdf } from './pdf.ts';

const SHORT = { name: 'Zwei & <drei>', stacks: { client: 'go', server: 'go' }, length: { for: '2s' } };
const OPTIONS: ReportOptions = { ...optionsOf(untouched('en')), title: 'Report of a & <b>' };

function expectSound(pdf: Pdf): void {
  expect(pdf.pages).toBeGreaterThan(1);
  expect(pdf.text).toHaveLength(pdf.pages);
  expect(pdf.tagged).toBe(true);
  expect(pdf.outline).toBe(true);
  expect(pdf.images, 'figures are vectors').toBe(0);
  expect(pdf.fonts.length).toBeGreaterThan(0);
  expect(pdf.fonts.filter(({ embedded }) => !embedded)).toEqual([]);
  expect(pdf.fonts.filter(({ type }) => type !== 'CID TrueType'), 'text stays text').toEqual([]);
  // Beside its header and footer every page says something.
  for (const [index, text] of pdf.text.entries()) expect(text.split('\n').filter((line) => line.trim() !== '').length, `page ${index + 1}`).toBeGreaterThan(3);
}

/** `lab report`, as a machine without a display runs it. */
function labReport(world: World, ...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...env } = world.environment();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(projectRoot, 'out/main/cli.js'), 'report', ...args], { cwd: world.home, env, timeout: 60_000 });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (text) => (stdout += String(text)));
    child.stderr.on('data', (text) => (stderr += String(text)));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

test('a report is the same document in both languages, from the window and from the command line', async ({ lab, world }) => {
  const run = await lab.measure(SHORT);
  const result = await lab.ask('run:open', { run });
  const arm = result.arms[0]?.id.split('→') ?? [];

  expect(await lab.ask('report:export', { run, options: OPTIONS })).toEqual({ path: world.pdf });
  const english = readPdf(world.pdf);
  expectSound(english);
  expect(english.title).toBe(OPTIONS.title);
  for (const [index, text] of english.text.entries()) {
    expect(text).toContain(OPTIONS.title);
    expect(text).toContain('Handshake Lab');
    expect(text).toContain(`seed ${result.run.seed}`);
    expect(text).toContain(`page ${index + 1} of ${english.pages}`);
  }
  for (const stack of arm) expect(words(english.text)).toContain(stack);

  await lab.ask('report:export', { run, options: { ...OPTIONS, language: 'zh', title: '两个协议栈的握手', paper: 'Letter' } });
  const chinese = readPdf(world.pdf);
  expectSound(chinese);
  for (const [index, text] of chinese.text.entries()) {
    expect(text).toContain('两个协议栈的握手');
    expect(text.replace(/\s+/g, '')).toContain(`第${index + 1}页，共${chinese.pages}页`);
    expect(text.replace(/\s+/g, '')).toContain(`种子${result.run.seed}`);
  }
  for (const word of ['组合', '服务端', '客户端', '来源']) expect(words(chinese.text)).toContain(word);
  expect(chinese.fonts.some(({ name }) => name.includes('NotoSansSC'))).toBe(true);

  const out = join(world.home, 'from the command line.pdf');
  const printed = await labReport(world, run, '--out', out, '--lang', 'zh');
  expect(printed).toMatchObject({ code: 0, stdout: '' });
  const fromCommandLine = readPdf(out);
  expectSound(fromCommandLine);
  expect(fromCommandLine.title).toBe(SHORT.name);
  expect(readdirSync(world.temporary).filter((name) => name.startsWith('hslab-print'))).toEqual([]);
});

test('what cannot be printed says why and leaves no file', async ({ lab, world }) => {
  expect(await lab.invoke('report:export', { run: 'no such run', options: OPTIONS })).toMatchObject({ ok: false, error: { code: 'not-found' } });
  expect(await lab.invoke('report:export', { run: 'x', options: { ...OPTIONS, sections: [] } })).toMatchObject({ ok: false, error: { code: 'bad-request' } });
  await lab.ask('run:start', { scenario: { ...SHORT, length: { for: '30s' } }, replay: null });
  expect(await lab.invoke('report:export', { run: 'x', options: OPTIONS })).toMatchObject({ ok: false, error: { code: 'busy' } });
  await lab.ask('run:stop', {});
  const { code, stderr } = await labReport(world, 'no such run', '--out', world.pdf);
  expect(code).not.toBe(0);
  expect(stderr).toContain('no such run');
  expect(existsSync(world.pdf)).toBe(false);
});
