import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { optionsOf, untouched, type ReportFormat, type ReportOptions } from '../../src/shared/report/options.ts';
import { reportFrom } from '../../src/shared/report/source.ts';
import { contentOf } from '../fixtures/report-content.ts';
import { RESULT } from '../fixtures/result.ts';
import { CLAIMS } from '../fixtures/claims.ts';
import { appArguments, electronPath, expect, projectRoot, test, type World } from './lab.ts';
import { readPdf, words, type Pdf } from './pdf.ts';
import { htmlText, markdownText, missingIn, pdfText, tight } from './report-text.ts';

const SHORT = { name: 'Zwei & <drei>', stacks: { client: 'go', server: 'go' }, length: { for: '2s' } };
const OPTIONS: ReportOptions = { ...optionsOf(untouched('en')), title: 'Report of a & <b>' };

/** What a reader with a screen reader, a printer or another machine needs of a PDF. */
function expectSound(pdf: Pdf, language: 'en' | 'zh-CN'): void {
  expect(pdf.pages).toBeGreaterThan(0);
  expect(pdf.text).toHaveLength(pdf.pages);
  expect(pdf.tagged).toBe(true);
  expect(pdf.structure).toBe(true);
  expect(pdf.language).toBe(language);
  expect(pdf.title).not.toBe('');
  expect(pdf.outline).toBe(true);
  for (const tag of ['H1', 'H2', 'P', 'Table', 'TR', 'TH', 'TD']) expect(pdf.tags.get(tag) ?? 0, tag).toBeGreaterThan(0);
  expect(pdf.alternatives, 'every figure has words for its drawing').toBe(pdf.tags.get('Figure') ?? 0);
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
  expectSound(english, 'en');
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
  expectSound(chinese, 'zh-CN');
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
  expectSound(fromCommandLine, 'zh-CN');
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

const NOTES = '# Seen *here*\n\nThe p99 is [odd](https://example.org/a_b?c=1&d=2), see https://example.org; <b>not bold</b> &copy; &amp;lt;.\n\n- one\n- two `code`\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n<script>document.title = \'x\'</script> ![picture](https://example.org/picture.png)\n';

/** Has Electron draw an order as the command line does, without a run of its own. */
async function draw(world: World, order: object): Promise<void> {
  const file = join(world.home, 'order.json');
  writeFileSync(file, JSON.stringify(order));
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...env } = world.environment({ HSLAB_USER_DATA: join(world.home, 'drawing') });
  const child = spawn(electronPath(), [...appArguments(), '--ozone-platform=headless', '--disable-gpu', '--log-level=3', projectRoot, '--print-report', file], { env, stdio: 'ignore', timeout: 60_000 });
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0);
}

/** A file's name by its ending, beside the one that tests write to. */
const beside = (world: World, as: ReportFormat): string => world.pdf.replace(/pdf$/, as);

test('PDF, HTML and Markdown say the same, in both languages, of a comparison, an arm, a failed arm and the claims', async ({ world }) => {
  const failed = RESULT.arms.find(({ state }) => state === 'failed')?.id ?? null;
  for (const language of ['en', 'zh'] as const) for (const [template, arm] of [['comparison', null], ['arm', null], ['arm', failed], ['claims', null]] as const) {
    const source = template === 'claims' ? { kind: 'claims' as const, claims: CLAIMS, at: '2026-11-24T03:00:00.000Z', appVersion: '1.0.0' } : { kind: 'run' as const, document: RESULT };
    const options: ReportOptions = { ...optionsOf(untouched(language, template)), arm, title: 'A <b> & _c_', author: 'E & F', notes: NOTES };
    const pieces = contentOf(reportFrom(source, options).blocks);
    for (const as of ['pdf', 'html'] as const) await draw(world, { source, options, as, out: beside(world, as) });
    const pdf = readPdf(beside(world, 'pdf'));
    expectSound(pdf, language === 'zh' ? 'zh-CN' : 'en');
    expect(pdf.title).toBe(options.title);
    expect(missingIn(tight(pdfText(beside(world, 'pdf'))), pieces), `${template} ${language}`).toBeNull();
    // The HTML says no more and no less; the Markdown is held to the same in its unit tests.
    expect(tight(htmlText(readFileSync(beside(world, 'html'), 'utf8')))).toBe(tight(pieces.join('')));
  }
});

test('the window exports what the command line does, and the HTML stands alone', async ({ lab, world }) => {
  const run = await lab.measure(SHORT);
  const options: ReportOptions = { ...optionsOf(untouched('en')), title: 'Alone', notes: NOTES };
  for (const as of ['html', 'md'] as const) expect(await lab.ask('report:export', { run, options, as })).toEqual({ path: beside(world, as) });
  const [html, markdown] = (['html', 'md'] as const).map((as) => readFileSync(beside(world, as), 'utf8')) as [string, string];
  expect(tight(markdownText(markdown))).toBe(tight(htmlText(html)));

  const notes = join(world.home, 'notes.md');
  writeFileSync(notes, NOTES);
  const out = join(world.home, 'from the command line.md');
  // Markdown needs no Electron.
  const { code, stderr } = await labReport({ ...world, environment: () => world.environment({ ELECTRON_EXEC_PATH: '/nowhere' }) } as World, run, '--out', out, '--title', 'Alone', '--notes', notes);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(readFileSync(out, 'utf8')).toBe(markdown);

  // Nothing that would be fetched, nothing that runs; a link is the only address in it.
  expect(html).not.toMatch(/<(?:script|link|iframe|img|object|embed|base|form|video|audio)\b|\son\w+=|@import|javascript:/i);
  expect([...html.matchAll(/(?:src|srcset|data|xlink:href|action|poster)=["'][^"']*/g)].map(([found]) => found)).toEqual([]);
  expect([...html.matchAll(/url\((?!["']?(?:data:|#|&quot;#))[^)]*\)/g)].map(([found]) => found)).toEqual([]);
  for (const [link] of html.matchAll(/<a [^>]*>/g)) expect(link).toMatch(/href="https:\/\/example\.org[^"]*" rel="noopener noreferrer nofollow"/);
  expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);

  const seen = await lab.app.evaluate(async ({ BrowserWindow, session }, path) => {
    const own = session.fromPartition('html-report');
    const asked: string[] = [];
    own.webRequest.onBeforeRequest((details, answer) => {
      asked.push(details.url.slice(0, 60));
      answer({});
    });
    const window = new BrowserWindow({ show: false, width: 390, height: 844, webPreferences: { session: own, sandbox: true } });
    await window.loadFile(path);
    // As text: this file knows no DOM.
    const page: unknown = await window.webContents.executeJavaScript(`document.fonts.ready.then(() => ({
      title: document.title,
      font: getComputedStyle(document.querySelector('.rp-p')).fontFamily,
      loaded: [...document.fonts].filter((one) => one.status === 'loaded').length,
      outline: [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((one) => Number(one.tagName[1])),
      unscoped: [...document.querySelectorAll('th')].filter((one) => !one.scope).length,
      nameless: [...document.querySelectorAll('svg:not([aria-hidden])')].filter((one) => one.getAttribute('role') !== 'img' || !one.getAttribute('aria-label')).length,
      figures: document.querySelectorAll('figure svg').length,
      wide: document.documentElement.scrollWidth > innerWidth,
    }))`);
    window.destroy();
    return { asked, page: page as { title: string; font: string; loaded: number; outline: number[]; unscoped: number; nameless: number; figures: number; wide: boolean } };
  }, beside(world, 'html'));
  expect(seen.asked.filter((url) => !url.startsWith('data:font/'))).toEqual([expect.stringContaining('file://')]);
  expect(seen.page).toMatchObject({ title: 'Alone', unscoped: 0, nameless: 0, wide: false });
  expect(seen.page.font).toContain('IBM Plex Sans');
  expect(seen.page.loaded).toBeGreaterThan(1);
  expect(seen.page.figures).toBeGreaterThan(1);
  const { outline } = seen.page;
  expect(outline[0]).toBe(1);
  for (const [index, level] of outline.entries()) if (index > 0) expect(level).toBeLessThanOrEqual((outline[index - 1] as number) + 1);
});

test('what was chosen and typed is kept with the run, and the preview shows it', async ({ lab, world }) => {
  const run = await lab.measure(SHORT);
  await lab.openRun(run);
  const { page } = lab;
  await page.getByTestId('open-report').click();
  const screen = page.getByTestId('report-screen');
  await expect(screen).not.toHaveAttribute('data-pages', '0');
  await page.getByTestId('template-arm').click();
  await page.getByTestId('section-noise').uncheck();
  await page.getByTestId('report-title').fill('Kept');
  // Long enough for its list to go on on another page.
  const typed = `**Typed** in <i>haste</i>\n\n${Array.from({ length: 70 }, (_, index) => `- item ${index + 1}`).join('\n')}`;
  await page.getByTestId('report-notes').fill(typed);
  // Gone before anything rests.
  await page.getByTestId('nav-library').click();
  await expect.poll(async () => (await lab.ask('report:kept', { run })).kept?.notes).toContain('haste');
  const path = join(world.runs, `${run}.hsrun`, 'report.json');
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ format: 1, template: 'arm', title: 'Kept' });

  await lab.openRun(run);
  await page.getByTestId('open-report').click();
  await expect(page.getByTestId('template-arm')).toBeChecked();
  await expect(page.getByTestId('section-noise')).not.toBeChecked();
  await expect(page.getByTestId('report-notes')).toHaveValue(typed);
  await expect(page.getByTestId('report-page').first()).toContainText('Typed in <i>haste</i>');
  await page.getByTestId('report-export').click();
  await expect(page.getByTestId('report-written')).toHaveAttribute('data-path', world.pdf);
  const pdf = readPdf(world.pdf);
  expect(pdf.title).toBe('Kept');
  expect(String(pdf.pages), 'the preview breaks pages where the print does').toBe(await screen.getAttribute('data-pages'));
  await page.getByTestId('report-export-md').click();
  await expect(page.getByTestId('report-written')).toHaveAttribute('data-path', beside(world, 'md'));

  writeFileSync(path, '{ not what it was');
  expect(await lab.ask('report:kept', { run })).toEqual({ kept: null });
  expect(readFileSync(`${path}.unreadable`, 'utf8')).toBe('{ not what it was');
});

test('the claims are reported without a run, and a wrong order says what would be right', async ({ lab, world }) => {
  await lab.page.getByTestId('nav-report').click();
  await expect(lab.page.getByTestId('report-page').first()).toContainText('statements');
  await expect(lab.page.getByTestId('template-comparison')).toBeDisabled();
  mkdirSync(join(world.home, 'claims'));
  const out = join(world.home, 'claims', 'claims.pdf');
  expect(await labReport(world, '--template', 'claims', '--out', out)).toMatchObject({ code: 0 });
  const pdf = readPdf(out);
  expectSound(pdf, 'en');
  expect(words(pdf.text)).toContain('not run yet');

  for (const [given, said] of [
    [['--out', 'x.pdf'], 'only --template claims needs none'],
    [['--template', 'claims', '--out', 'x.docx'], '--as'],
    [['--template', 'claims', '--out', 'x.md', '--sections', 'flame'], 'it has verdict, claims, provenance'],
    [['--template', 'claims', '--out', 'x.md', '--notes', 'nowhere.md'], 'the notes cannot be read'],
  ] as const) {
    const { code, stderr } = await labReport(world, ...given);
    expect(code).not.toBe(0);
    expect(stderr).toContain(said);
  }
  expect(readdirSync(world.home).filter((name) => name.startsWith('x.'))).toEqual([]);
});
