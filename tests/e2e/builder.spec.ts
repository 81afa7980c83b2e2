import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { serverMachine, writeMachine } from '../../src/engine/plan/machine.fixture.ts';
import { automaticPlacement } from '../../src/engine/plan/placement.ts';
import { readTopology } from '../../src/engine/plan/topology.ts';
import type { Topology } from '../../src/shared/ipc/contract.ts';
import { expect, Lab, test, type World } from './lab.ts';

const OWN = { name: 'Own', stacks: { client: 'go', server: 'go' }, length: { for: '1s' } };

const chip = (lab: Lab, axis: string, value: string): Locator => lab.page.getByTestId(`axis-${axis}`).locator(`[data-value="${value}"]`);
const text = (lab: Lab): Locator => lab.page.getByTestId('yaml-text');

/** Opens the text and puts another in its place. */
async function build(lab: Lab, written: string): Promise<void> {
  await lab.page.getByTestId('nav-builder').click();
  await lab.page.getByTestId('builder-yaml').click();
  await text(lab).fill(written);
}

/** The window on another machine: its topology is read from files as this machine's is. */
async function onMachine(lab: Lab, world: World, shape: Parameters<typeof serverMachine>[0]): Promise<void> {
  const root = mkdtempSync(join(world.home, 'machine-'));
  writeMachine(root, serverMachine(shape));
  const cpus = readTopology(root);
  const { machine } = await lab.ask('machine:topology', {});
  const topology: Topology = { ...cpus, machine, automatic: automaticPlacement(cpus.cpus) };
  await lab.app.evaluate(({ ipcMain }, value) => {
    ipcMain.removeHandler('machine:topology');
    ipcMain.handle('machine:topology', () => ({ ok: true, value }));
  }, topology);
  await lab.page.reload();
  await lab.page.getByTestId('nav-builder').click();
  await expect(lab.page.getByTestId('cpu-map')).toBeVisible();
}

test('form and text are one scenario, and comments stay', async ({ lab, world }) => {
  const { page } = lab;
  await build(lab, 'name: As text\nstacks: { client: go, server: go }\n# mine\nkeyExchange: { groups: x25519 } # pinned\nlength: { for: 5s }\n');
  await expect(page.getByTestId('scenario-name')).toHaveValue('As text');
  await expect(page.getByTestId('planned-arm')).toHaveCount(1);
  await page.getByTestId('builder-form').click();
  await chip(lab, 'keyExchange.groups', 'p256').click();
  await expect(page.getByTestId('planned-arm')).toHaveCount(2);
  await expect(page.getByTestId('arms-count')).toContainText('2 to run');
  await page.getByTestId('builder-yaml').click();
  await expect(text(lab)).toContainText('groups: [ x25519, p256 ]');
  await expect(text(lab)).toContainText('# mine');
  await expect(text(lab)).toContainText('# pinned');

  await page.getByTestId('builder-undo').click();
  await expect(page.getByTestId('planned-arm')).toHaveCount(1);
  await page.getByTestId('builder-redo').click();
  await expect(page.getByTestId('planned-arm')).toHaveCount(2);

  await page.keyboard.press('Control+s');
  await expect(page.getByTestId('scenario-state')).toHaveText('saved');
  const [file = ''] = readdirSync(world.scenarios).filter((name) => name.endsWith('.hslab.yaml'));
  const saved = readFileSync(join(world.scenarios, file), 'utf8');
  expect(saved).toContain('# mine');
  expect(saved).toContain('p256');
});

test('a text that is no scenario is marked at its line, kept, and neither run nor saved', async ({ lab }) => {
  const { page } = lab;
  await build(lab, 'name: Wrong\nstacks: { client: go, server: go }\nkeyExchange:\n  groups: nope\n');
  await expect(page.getByTestId('yaml-problems')).toContainText('line 4');
  await expect(page.getByTestId('yaml-problems')).toContainText('keyExchange.groups');
  await expect(text(lab).locator('.cm-lintRange-error')).toHaveText('nope');
  await expect(page.getByTestId('run-start')).toBeDisabled();
  await expect(page.getByTestId('scenario-save')).toBeDisabled();
  await page.getByTestId('nav-library').click();
  await page.getByTestId('nav-builder').click();
  await expect(text(lab)).toContainText('nope');
  await page.getByTestId('builder-form').click();
  await expect(page.getByTestId('draft-notice')).toBeVisible();
  // Run shows what stands against it: the text, at the place.
  await page.keyboard.press('Control+Enter');
  await expect(text(lab)).toBeFocused();
  expect(await page.evaluate<string>('String(getSelection())')).toBe('nope');
  await page.getByTestId('builder-form').click();
  await chip(lab, 'certificates.intermediates', '2').click();
  await expect(page.getByTestId('draft-notice')).toHaveCount(0);
  await expect(page.getByTestId('run-start')).toBeEnabled();
});

test('the text is completed from the schema, and undone letter by letter, then step by step', async ({ lab }) => {
  const { page } = lab;
  await page.getByTestId('nav-builder').click();
  await chip(lab, 'tls', '1.2').click();
  await page.getByTestId('builder-yaml').click();
  await text(lab).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('see');
  await page.keyboard.press('Control+Space');
  await expect(page.locator('.cm-tooltip-autocomplete li[aria-selected]')).toHaveText('seed');
  // A list that has only just opened takes no Enter: it may have been meant for the text (CodeMirror's interactionDelay, 75 ms).
  await page.waitForTimeout(150);
  await page.keyboard.press('Enter');
  await page.keyboard.type('7');
  await expect(text(lab)).toContainText('seed: 7');
  await page.getByTestId('builder-form').click();
  await expect(page.getByRole('textbox', { name: 'Seed' })).toHaveValue('7');
  await page.getByTestId('builder-yaml').click();
  await text(lab).click();
  await page.keyboard.press('Control+z');
  await expect(text(lab)).not.toContainText('seed');
  await page.keyboard.press('Control+z');
  await expect(text(lab)).toContainText('tls: 1.3');
  await page.keyboard.press('Control+y');
  await expect(text(lab)).toContainText('- 1.2');
});

test('a field that is wrong keeps the scenario from being run, and gets the focus', async ({ lab }) => {
  const { page } = lab;
  await page.getByTestId('nav-builder').click();
  await page.getByTestId('length-kind').locator('[data-value="count"]').click();
  const count = page.getByRole('textbox', { name: 'handshakes' });
  await count.fill('0');
  await page.getByTestId('scenario-name').focus();
  await expect(page.getByRole('alert')).toContainText('0 is not allowed here; give 1 or more');
  await page.keyboard.press('Control+Enter');
  await expect(count).toBeFocused();
  await expect(page.getByTestId('builder-screen')).toBeVisible();
  await expect(page.getByTestId('run-start')).toBeDisabled();
  await count.press('Escape');
  await expect(page.getByTestId('run-start')).toBeEnabled();
});

test('a choice that another field stands against is refused where it is made', async ({ lab }) => {
  const { page } = lab;
  await page.getByTestId('nav-builder').click();
  await chip(lab, 'network.bitsPerSecond', '1000000').click();
  const field = page.locator('[data-field="network.bitsPerSecond"]');
  await expect(field.getByRole('alert')).toContainText('give 0ms or more');
  await chip(lab, 'network.roundTrip', '10ms').click();
  await expect(field.getByRole('alert')).toHaveCount(0);
  await chip(lab, 'network.roundTrip', 'none').click();
  await chip(lab, 'network.bitsPerSecond', '1000000').click();
  await expect(chip(lab, 'network.bitsPerSecond', '1000000')).toHaveAttribute('aria-pressed', 'true');
});

test('a sweep is made by mouse and by keys, and a section goes back to its default', async ({ lab }) => {
  const { page } = lab;
  await page.getByTestId('nav-builder').click();
  await chip(lab, 'stacks.client', 'node').click();
  for (const depth of ['0', '2', '5']) await chip(lab, 'certificates.intermediates', depth).click();
  await expect(page.getByTestId('planned-arm')).toHaveCount(4);
  const add = page.getByTestId('add-load.connections');
  await add.focus();
  await page.keyboard.type('3, 24');
  await page.keyboard.press('Enter');
  await expect(chip(lab, 'load.connections', '24')).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByTestId('planned-arm')).toHaveCount(12);
  await add.fill('many');
  await add.press('Enter');
  await expect(page.locator('[data-field="load.connections"]').getByRole('alert')).toContainText('"many" is not allowed here');
  await add.press('Escape');
  await page.locator('section[aria-label="Certificates"]').getByTestId('section-reset').click();
  await expect(page.getByTestId('planned-arm')).toHaveCount(3);
  await page.getByTestId('builder-undo').click();
  await expect(page.getByTestId('planned-arm')).toHaveCount(12);
});

test('an arm that a stack cannot do is left out with its reason, and by one button', async ({ lab }) => {
  const { page } = lab;
  await build(lab, 'stacks: { client: [go, electron], server: go }\ncertificates: { leaf: ed25519, issuers: ed25519 }\n');
  await expect(page.getByTestId('planned-arm')).toHaveCount(1);
  await expect(page.getByTestId('refused-arms')).toContainText('electron');
  await expect(page.getByTestId('refused-arms')).toContainText('Source:');
  await page.getByTestId('leave-out').click();
  await expect(page.getByTestId('refused-arms')).toHaveCount(0);
  await expect(page.getByTestId('planned-arm')).toHaveCount(1);
  await expect(text(lab)).not.toContainText('electron');
  await build(lab, 'stacks: { client: electron, server: electron }\ncertificates: { leaf: ed25519 }\n');
  await expect(page.getByTestId('run-start')).toBeDisabled();
  await page.getByTestId('builder-form').click();
  await expect(chip(lab, 'certificates.leaf', 'ed25519')).toHaveClass(/off/);
});

test('a CPU is given to a side by click and by key', async ({ lab }) => {
  const { page } = lab;
  await page.getByTestId('nav-builder').click();
  const cpu = page.getByTestId('cpu-0');
  await cpu.focus();
  for (const [key, use] of [['c', 'client'], ['s', 'server']] as const) {
    await page.keyboard.press(key);
    await expect(cpu).toHaveAttribute('data-use', new RegExp(`${use}|both`));
  }
  await expect(page.getByTestId('cpus-how').locator('[data-value="chosen"]')).toHaveAttribute('aria-pressed', 'true');
  await page.getByTestId('builder-yaml').click();
  await expect(text(lab)).toContainText('cpus:');
});

test('the map of a machine with threads and nodes is painted by drag and walked by keys', async ({ lab, world }) => {
  const { page } = lab;
  await onMachine(lab, world, { sockets: 1, nodesPerSocket: 2, coresPerNode: 4, coresPerL3: 4 });
  const use = (cpu: number) => expect(page.getByTestId(`cpu-${cpu}`));
  await expect(page.getByRole('group', { name: 'NUMA node 1' })).toBeVisible();
  await use(1).toHaveAttribute('data-use', 'server');
  await use(2).toHaveAttribute('data-use', 'client');
  await expect(page.getByTestId('cpu-concerns')).toHaveText('');

  // From a free thread along a row: server for all that the drag touches.
  await page.getByTestId('cpu-4').scrollIntoViewIfNeeded();
  await page.getByTestId('cpu-4').focus();
  await page.keyboard.press('f');
  const [from, to] = [await page.getByTestId('cpu-4').boundingBox(), await page.getByTestId('cpu-6').boundingBox()];
  if (!from || !to) throw new Error('the map is not on the screen');
  await page.mouse.move(from.x + 8, from.y + 8);
  await page.mouse.down();
  await page.mouse.move(to.x + 8, to.y + 8, { steps: 5 });
  await expect(page.getByTestId('cpu-says')).toHaveText('CPU 4–6 → server');
  await page.mouse.up();
  for (const cpu of [4, 5, 6]) await use(cpu).toHaveAttribute('data-use', 'server');
  await use(12).toHaveAttribute('data-use', 'reserve');
  await page.getByTestId('builder-undo').click();
  await use(5).toHaveAttribute('data-use', 'reserve');

  // By keys: to the thread below, then to the next core, painting on with Shift.
  await page.getByTestId('cpu-1').focus();
  await page.keyboard.press('ArrowDown');
  await use(9).toBeFocused();
  await expect(page.getByTestId('cpu-says')).toContainText('thread 2 of 2');
  await expect(page.getByTestId('cpu-says')).toContainText('L3 32\u00a0MB shared with');
  await page.keyboard.press('c');
  await use(9).toHaveAttribute('data-use', 'client');
  await expect(page.getByTestId('cpu-concerns')).toContainText('CPUs 1, 9 are threads of one core');
  await page.keyboard.press('Shift+ArrowRight');
  await use(10).toBeFocused();
  await use(10).toHaveAttribute('data-use', 'client');
  await page.keyboard.press('i');
  await use(10).toHaveAttribute('data-use', 'reserve');
  await page.keyboard.press('f');
  await use(10).toHaveAttribute('data-use', 'free');
});

test('the map of a machine with 256 CPUs stays small and quick', async ({ lab, world }, info) => {
  const { page } = lab;
  await onMachine(lab, world, { sockets: 2, nodesPerSocket: 4, coresPerNode: 16, coresPerL3: 8 });
  const map = page.getByTestId('cpu-map');
  await expect(map.locator('[data-cpu]')).toHaveCount(256);
  const form = await page.locator('.form').boundingBox();
  const box = await map.boundingBox();
  if (!form || !box) throw new Error('the map is not on the screen');
  expect(box.x + box.width).toBeLessThanOrEqual(form.x + form.width);
  const cell = await page.getByTestId('cpu-200').boundingBox();
  expect(Math.min(cell?.width ?? 0, cell?.height ?? 0)).toBeGreaterThanOrEqual(24);
  await page.getByTestId('cpu-200').click();
  await expect(page.getByTestId('cpu-200')).toHaveAttribute('data-use', 'free');
  await page.getByTestId('cpu-200').press('s');
  await expect(page.getByTestId('cpu-concerns')).toContainText('different NUMA nodes');
  await page.screenshot({ path: info.outputPath('256-cpus.png') });
});

test('a scenario starts from an experiment, says what was changed, and takes it back', async ({ lab }) => {
  const { page } = lab;
  await lab.ask('scenario:save', { id: null, scenario: OWN });
  await page.reload();
  await page.getByTestId('nav-builder').click();
  await page.getByTestId('start-from').click();
  await page.getByTestId('start-filter').fill('chain depth');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('scenario-name')).toHaveValue('Chain depth 0 to 8');
  await expect(page.getByTestId('changes-toggle')).toHaveCount(0);

  // By keys to an own one.
  await page.getByTestId('start-from').press('Enter');
  await page.getByTestId('start-filter').fill('own');
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('[data-start="own-own"]')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('scenario-name')).toHaveValue('Own');
  await expect(page.getByTestId('scenario-state')).toHaveText('not saved');

  await page.keyboard.press('Control+s');
  await expect(page.getByTestId('scenario-state')).toHaveText('saved');
  await chip(lab, 'keyExchange.groups', 'p256').click();
  await chip(lab, 'certificates.leaf', 'rsa-2048').click();
  await expect(page.getByTestId('scenario-state')).toHaveText('unsaved changes');
  await page.getByTestId('changes-toggle').click();
  const changes = page.getByTestId('change');
  await expect(changes).toHaveCount(2);
  await expect(changes.first()).toContainText('ECDSA P-256, RSA 2048');
  await changes.first().getByTestId('revert').click();
  await expect(changes).toHaveCount(1);
  await expect(chip(lab, 'certificates.leaf', 'rsa-2048')).toHaveAttribute('aria-pressed', 'false');
  await page.getByTestId('revert-all').click();
  await expect(page.getByTestId('scenario-state')).toHaveText('saved');
  await page.getByTestId('builder-undo').click();
  await expect(chip(lab, 'keyExchange.groups', 'p256')).toHaveAttribute('aria-pressed', 'true');
});

test('the precision comes from earlier runs here, or is not known', async ({ lab }) => {
  const { page } = lab;
  await page.getByTestId('nav-builder').click();
  await expect(page.getByTestId('duration-unknown')).toHaveText('Precision not known yet: never measured here');
  await lab.measure({ ...OWN, length: { for: '3s' } });
  await page.reload();
  await build(lab, 'name: Again\nstacks: { client: go, server: go }\n');
  await expect(page.getByTestId('duration-about')).toContainText(/^about .*, ±[\d.]+\u00a0%$/);
  await expect(page.getByTestId('duration-basis')).toHaveText('from 1 run here');
  await expect(page.getByTestId('duration-basis')).toHaveAttribute('title', /Own/);
  await page.getByTestId('aim-1%').click();
  await expect(text(lab)).toContainText('until: 1%');
  await text(lab).fill('name: Again\nstacks: { client: [go, node], server: go }\n');
  await expect(page.getByTestId('duration-unknown')).toContainText('1 of 2 arms');
});

test('what another scenario took the place of comes back', async ({ lab, world }) => {
  const { page } = lab;
  mkdirSync(world.scenarios, { recursive: true });
  writeFileSync(join(world.scenarios, 'mine.hslab.yaml'), '# by hand\nname: Own\nstacks: { client: go, server: go }\n');
  await page.reload();
  await page.getByTestId('nav-builder').click();
  await page.getByTestId('scenario-name').fill('Not saved anywhere');
  await page.getByTestId('nav-library').click();
  await page.getByTestId('own-open').click();
  await expect(page.getByTestId('scenario-name')).toHaveValue('Own');
  await page.getByTestId('builder-yaml').click();
  await expect(text(lab)).toContainText('# by hand');
  await page.getByTestId('builder-undo').click();
  await expect(page.getByTestId('scenario-name')).toHaveValue('Not saved anywhere');
});

test('what was not saved is there after the window was closed', async ({ world }) => {
  const first = await Lab.start(world);
  await first.page.getByTestId('nav-builder').click();
  await first.page.getByTestId('scenario-name').fill('Still here');
  await chip(first, 'keyExchange.groups', 'p384').click();
  await first.close();
  const again = await Lab.start(world);
  await again.page.getByTestId('nav-builder').click();
  await expect(again.page.getByTestId('scenario-name')).toHaveValue('Still here');
  await expect(chip(again, 'keyExchange.groups', 'p384')).toHaveAttribute('aria-pressed', 'true');
  await expect(again.page.getByTestId('scenario-state')).toHaveText('not saved');
  await again.close();
});
