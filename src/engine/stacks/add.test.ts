import { setTimeout as after } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { StackAdder, type AddProgress } from './add.ts';
import { makeProject, type Project } from './project.fixture.ts';

let project: Project;
let forgotten: number;
let adder: StackAdder;
beforeEach(() => {
  project = makeProject();
  forgotten = 0;
  adder = new StackAdder(project.root, { forget: () => void forgotten++ });
});
afterEach(() => {
  adder.stop();
  project.remove();
});

/** A set-up that does as told: its body sees `id`. */
const setUp = (body: string): void => void project.put('scripts/setup.mjs', `import { writeFileSync } from 'node:fs';\nconst [, , option, id] = process.argv;\nif (option !== '--add') process.exit(9);\n${body}`);

async function toTheEnd(id: string): Promise<{ lines: string[]; ended: AddProgress['ended']; answers: number }> {
  const lines: string[] = [];
  for (let answers = 1; ; answers++) {
    const progress = await adder.follow(id, lines.length);
    lines.push(...progress.lines);
    if (progress.ended) return { lines, ended: progress.ended, answers };
  }
}

it('tells the lines of set-up as they come, and its end', async () => {
  setUp("console.error(`${id}: fetching`); setTimeout(() => console.log('built'), 200);");
  const { lines, ended, answers } = await toTheEnd('go1.22');
  expect(lines).toEqual(['go1.22: fetching', 'built']);
  expect(ended).toEqual({ reason: null });
  expect(answers).toBeGreaterThan(1);
  expect(forgotten).toBe(1);
});

it('says why a version could not be made, as set-up wrote it', async () => {
  setUp("writeFileSync('.tools/tools.json', JSON.stringify({ versions: { [id]: { family: 'go', reason: 'no mirror', remedy: 'reach it' } } })); process.exit(1);");
  project.tools({});
  expect((await toTheEnd('go1.22')).ended).toEqual({ reason: 'no mirror' });
});

it('says how set-up ended where that wrote nothing', async () => {
  setUp('process.exit(3);');
  expect((await toTheEnd('go1.22')).ended).toEqual({ reason: 'set-up ended with code 3' });
});

it('does one at a time; a second asker follows the first', async () => {
  setUp("console.log('one'); setTimeout(() => console.log('two'), 300);");
  const first = toTheEnd('go1.22');
  await after(0);
  expect(adder.busyWith).toBe('go1.22');
  await expect(adder.follow('node24', 0)).rejects.toMatchObject({ code: 'busy', message: 'go1.22 is being added; wait for its end' });
  expect((await toTheEnd('go1.22')).lines).toEqual(['one', 'two']);
  expect((await first).lines).toEqual(['one', 'two']);
  expect(adder.busyWith).toBeNull();
});

it('can be tried again', async () => {
  setUp("console.log('again');");
  await toTheEnd('go1.22');
  expect((await toTheEnd('go1.22')).lines).toEqual(['again']);
  expect(forgotten).toBe(2);
});

it('refuses what is no known version, and where there is no set-up', async () => {
  await expect(adder.follow('go1.22', 0)).rejects.toMatchObject({ code: 'missing-tool' });
  setUp('');
  await expect(adder.follow('go1.2; rm', 0)).rejects.toMatchObject({ code: 'not-found' });
  await expect(adder.follow('go1.22', 4)).rejects.toMatchObject({ code: 'not-found' });
});

it('is stopped with all that it started', async () => {
  setUp("console.log(process.pid); setInterval(() => {}, 1000);");
  const { lines } = await adder.follow('go1.22', 0);
  adder.stop();
  expect((await adder.follow('go1.22', 1)).ended).toEqual({ reason: 'set-up ended with SIGTERM' });
  expect(() => process.kill(Number(lines[0]), 0)).toThrow('ESRCH');
});
