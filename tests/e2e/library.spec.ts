import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './lab.ts';

const SHORT = { name: 'Trial', stacks: { client: 'go', server: 'go' }, length: { for: '1s' } };

test('a run is renamed, deleted and taken back by keys', async ({ lab }) => {
  const { page } = lab;
  const run = await lab.measure(SHORT);
  // Told over the live port, the library reads itself anew.
  const row = page.getByTestId('run-row');
  await expect(row).toHaveAttribute('data-run', run);
  await expect(row).toContainText('p50 of go');
  await expect(row).toContainText('µs');

  await row.focus();
  await page.keyboard.press('F2');
  await page.getByTestId('run-name').fill('Renamed');
  await page.keyboard.press('Escape');
  await expect(row).toContainText('Trial');
  await page.keyboard.press('F2');
  await page.getByTestId('run-name').fill('Renamed');
  await page.keyboard.press('Enter');
  await expect(row).toContainText('Renamed');

  await row.focus();
  await page.keyboard.press('Delete');
  await expect(row).toHaveCount(0);
  await expect(page.getByTestId('undo-bar')).toContainText('Renamed');
  await page.keyboard.press('Control+z');
  await expect(row).toHaveAttribute('data-run', run);

  await row.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('result-screen')).toContainText('Renamed');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(page.getByTestId('library-screen')).toBeVisible();
});

test('own scenarios are kept, copied, deleted and taken back; a broken file is shown with its reason', async ({ lab, world }) => {
  const { page } = lab;
  await page.getByTestId('experiment').filter({ hasText: 'Full and resumed' }).click();
  await page.getByTestId('experiment-edit').click();
  await page.getByTestId('scenario-name').fill('Tickets');
  await page.getByTestId('scenario-save').click();
  await expect(page.getByTestId('scenario-state')).toHaveText('saved');

  writeFileSync(join(world.scenarios, 'by-hand.hslab.yaml'), 'stacks: { client: go, server: go }\nkeyExchange: { groups: nope }\n');
  await page.reload();
  await page.getByTestId('nav-library').click();
  const own = page.getByTestId('own-scenario');
  await expect(own).toHaveCount(2);
  await expect(own.filter({ hasText: 'by-hand' })).toContainText('"nope" is not allowed here');

  const kept = own.filter({ hasText: 'Tickets' });
  await kept.getByTestId('scenario-duplicate').click();
  await expect(kept).toHaveCount(2);
  await kept.filter({ hasText: 'copy' }).getByTestId('scenario-delete').click();
  await expect(kept).toHaveCount(1);
  await page.getByTestId('undo-bar').getByRole('button').click();
  await expect(kept).toHaveCount(2);

  await page.keyboard.press('/');
  await page.keyboard.type('by-hand');
  await expect(own).toHaveCount(1);
  await expect(page.getByTestId('experiment')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(own).toHaveCount(3);
});

test('what is dropped into the window opens', async ({ lab }) => {
  const { page } = lab;
  const drop = (name: string, text: string): Promise<void> =>
    page.evaluate(`{ const data = new DataTransfer(); data.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)})); window.dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true })); }`);
  await drop('wrong.hslab.yaml', 'stacks: 7\n');
  await expect(page.getByTestId('problem')).toContainText('wrong.hslab.yaml');
  await drop('own.hslab.yaml', 'name: Dropped\nstacks: { client: [go, node], server: go }\n');
  await expect(page.getByTestId('builder-screen')).toBeVisible();
  await expect(page.getByTestId('scenario-name')).toHaveValue('Dropped');
});

test('the palette finds a command by its words', async ({ lab }) => {
  const { page } = lab;
  await page.keyboard.press('Control+k');
  await page.keyboard.type('stacks go');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('stacks-screen')).toBeVisible();
  await expect(page.getByTestId('palette')).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('dark');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('中文');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page.getByTestId('nav-library')).toContainText('资料库');
});
