/**
 * How soon the window answers with a run of a million handshakes open (HSLAB_BENCH_SCREENS names other sizes): opening it, changing screens and tabs, and
 * typing. From the event to the picture that holds the answer: what is told is the time a person waits for. 100 ms is the bound that is felt.
 */
import { join } from 'node:path';
import { it } from 'vitest';
import { keepResult } from '../../src/engine/result/kept.ts';
import { Lab, World } from '../e2e/lab.ts';
import { writeLargeRun } from './large-run.ts';
import { round, tell } from './tell.ts';

const SIZES = (process.env['HSLAB_BENCH_SCREENS'] ?? '1000000,10000000').split(',').map(Number);
const TURNS = 5;
const SCREENS = ['library', 'builder', 'compare', 'claims', 'stacks', 'selfcheck', 'settings', 'result', 'report'];

/** In the page: does something and waits for what shows the answer, then for the frame that draws it. Text, since this file knows no DOM. */
const TIMED = `void (window.timed = (act, answered) => new Promise((resolve, reject) => {
  const began = performance.now();
  act();
  const look = () => {
    if (performance.now() - began > 30000) reject(new Error('no answer'));
    else if (answered()) requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
    else requestAnimationFrame(look);
  };
  look();
}))`;

const summary = (times: readonly number[]) => {
  const sorted = [...times].sort((a, b) => a - b);
  return { p50Ms: round(sorted[Math.floor(sorted.length / 2)] as number, 0), p95Ms: round(sorted[Math.floor(sorted.length * 0.95)] as number, 0), maxMs: round(sorted.at(-1) as number, 0), n: sorted.length };
};

it.each(SIZES)('screens with %i handshakes open', async (wanted) => {
  const world = new World();
  try {
    const folder = join(world.runs, 'large.hsrun');
    const large = writeLargeRun(folder, wanted);
    keepResult(folder, large.document(), large.figures);
    const lab = await Lab.start(world);
    try {
      const { page } = lab;
      await page.evaluate(TIMED);
      const timed = (act: string, answered: string): Promise<number> => page.evaluate<number>(`window.timed(() => { ${act} }, () => ${answered})`);
      const click = (selector: string): string => `document.querySelector(${JSON.stringify(selector)}).click()`;
      await page.getByTestId('run-row').first().waitFor();
      const open = await timed(`document.querySelector('[data-testid="run-row"]').dispatchEvent(new MouseEvent('dblclick', { bubbles: true })); ${click('[data-testid="run-row"]')}`, `document.querySelector('[data-testid="result-screen"] [data-testid="verdict"]')`);

      const switches = new Map<string, number[]>();
      for (let turn = 0; turn < TURNS; turn++) for (const screen of SCREENS) {
        const ms = await timed(click(`[data-testid="nav-${screen}"]`), `document.querySelector('[data-testid="nav-${screen}"]').getAttribute('aria-current') === 'page' && document.querySelector('main')?.childElementCount !== 0`);
        switches.set(screen, [...(switches.get(screen) ?? []), ms]);
      }
      await page.getByTestId('nav-result').click();
      const tabs: number[] = [];
      const ids = await page.evaluate<string[]>(`[...document.querySelectorAll('[role=tab]')].map(({ id }) => id)`);
      for (let turn = 0; turn < TURNS; turn++) for (const id of ids) tabs.push(await timed(click(`#${id}`), `document.querySelector('#${id}').getAttribute('aria-selected') === 'true'`));

      await page.getByTestId('nav-library').click();
      await page.keyboard.press('/');
      const keys: number[] = [];
      for (const letter of 'handshake quick go dotnet') {
        await page.evaluate(`void (window.typed = new Promise((resolve) => document.addEventListener('keydown', (event) => { const began = event.timeStamp; requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began))); }, { once: true, capture: true })))`);
        await page.keyboard.press(letter === ' ' ? 'Space' : letter);
        keys.push(await page.evaluate<number>('window.typed'));
      }
      const metrics = await lab.app.evaluate(({ app }) => app.getAppMetrics().map(({ type, name, memory }) => ({ type, name, memory })));
      const renderer = metrics.find(({ type }) => type === 'Tab')?.memory.workingSetSize ?? NaN;
      tell('screens', { handshakes: large.made, openMs: round(open, 0), switches: summary([...switches.values()].flat()), slowest: Object.fromEntries([...switches].map(([screen, times]) => [screen, round(Math.max(...times), 0)])), tabs: summary(tabs), inputToPaint: summary(keys), rendererMb: round(renderer / 1024, 0) });
    } finally {
      await lab.close();
    }
  } finally {
    world.remove();
  }
}, 1_800_000);
