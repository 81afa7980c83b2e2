import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Lab } from './lab.ts';

const OWN = { name: 'Own', stacks: { client: 'go', server: 'go' }, length: { for: '1s' } };

async function build(lab: Lab, text: string): Promise<void> {
  await lab.page.getByTestId('nav-builder').click();
  await lab.page.getByTestId('builder-yaml').click();
  await lab.page.getByTestId('yaml-text').fill(text);
}

test('form and text are one scenario', async ({ lab, world }) => {
  const { page } = lab;
  await build(lab, 'name: As text\nstacks: { client: go, server: go }\n# mine\nlength: { for: 5s }\n');
  await expect(page.getByTestId('scenario-name')).toHaveValue('As text');
  await expect(page.getByTestId('planned-arm')).toHaveCount(1);
  await expect(page.getByTestId('yaml-text')).toHaveValue(/# mine/);
  await page.getByTestId('builder-form').click();
  const groups = page.getByTestId('axis-keyExchange.groups');
  await groups.locator('[data-value="p256"]').click();
  await expect(page.getByTestId('planned-arm')).toHaveCount(2);
  await expect(page.getByTestId('arms-count')).toContainText('2 to run');
  await page.getByTestId('builder-yaml').click();
  await expect(page.getByTestId('yaml-text')).toHaveValue(/- x25519\n {4}- p256/);

  await page.getByTestId('builder-undo').click();
  await expect(page.getByTestId('planned-arm')).toHaveCount(1);
  await page.getByTestId('builder-redo').click();
  await expect(page.getByTestId('planned-arm')).toHaveCount(2);

  await page.keyboard.press('Control+s');
  await expect(page.getByTestId('scenario-state')).toHaveText('saved');
  const [file = ''] = readdirSync(world.scenarios).filter((name) => name.endsWith('.hslab.yaml'));
  expect(readFileSync(join(world.scenarios, file), 'utf8')).toContain('- p256');
});

test('a text that is no scenario is said with its line, kept, and neither run nor saved', async ({ lab }) => {
  const { page } = lab;
  await build(lab, 'name: Wrong\nstacks: { client: go, server: go }\nkeyExchange:\n  groups: nope\n');
  await expect(page.getByTestId('yaml-problems')).toContainText('line 4');
  await expect(page.getByTestId('yaml-problems')).toContainText('keyExchange.groups');
  await expect(page.getByTestId('run-start')).toBeDisabled();
  await expect(page.getByTestId('scenario-save')).toBeDisabled();
  await page.keyboard.press('Control+Enter');
  await page.getByTestId('nav-library').click();
  await page.getByTestId('nav-builder').click();
  await expect(page.getByTestId('yaml-text')).toHaveValue(/nope/);
  await page.getByTestId('builder-form').click();
  await expect(page.getByTestId('draft-notice')).toBeVisible();
  await page.getByTestId('axis-certificates.intermediates').locator('[data-value="2"]').click();
  await expect(page.getByTestId('draft-notice')).toHaveCount(0);
  await expect(page.getByTestId('run-start')).toBeEnabled();
});

test('a field that is wrong keeps the scenario from being run', async ({ lab }) => {
  const { page } = lab;
  await page.getByTestId('nav-builder').click();
  await page.getByTestId('length-kind').locator('[data-value="count"]').click();
  const count = page.getByRole('textbox', { name: 'handshakes' });
  await count.fill('0');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByTestId('builder-screen')).toBeVisible();
  await expect(page.getByTestId('run-start')).toBeDisabled();
  await count.press('Escape');
  await expect(page.getByTestId('run-start')).toBeEnabled();
});

test('an arm that a stack cannot do is left out with its reason', async ({ lab }) => {
  const { page } = lab;
  await build(lab, 'stacks: { client: [go, electron], server: go }\ncertificates: { leaf: ed25519, issuers: ed25519 }\n');
  await expect(page.getByTestId('planned-arm')).toHaveCount(1);
  await expect(page.getByTestId('refused-arms')).toContainText('electron');
  await expect(page.getByTestId('refused-arms')).toContainText('Source:');
  await build(lab, 'stacks: { client: electron, server: electron }\ncertificates: { leaf: ed25519 }\n');
  await expect(page.getByTestId('run-start')).toBeDisabled();
  await page.getByTestId('builder-form').click();
  await expect(page.getByTestId('axis-certificates.leaf').locator('[data-value="ed25519"]')).toHaveClass(/off/);
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
  await expect(page.getByTestId('yaml-text')).toHaveValue(/cpus:\n {2}server:/);
});

test('what another scenario took the place of comes back', async ({ lab }) => {
  const { page } = lab;
  await lab.ask('scenario:save', { id: null, scenario: OWN });
  await page.reload();
  await page.getByTestId('nav-builder').click();
  await page.getByTestId('scenario-name').fill('Not saved anywhere');
  await page.getByTestId('nav-library').click();
  await page.getByTestId('own-open').click();
  await expect(page.getByTestId('scenario-name')).toHaveValue('Own');
  await page.getByTestId('builder-undo').click();
  await expect(page.getByTestId('scenario-name')).toHaveValue('Not saved anywhere');
});
