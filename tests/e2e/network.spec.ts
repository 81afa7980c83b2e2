import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './lab.ts';

test('a network and the wire are asked for by chips, run, read and saved for Wireshark', async ({ lab, world }) => {
  const { page } = lab;
  await page.getByTestId('nav-builder').click();
  await page.getByTestId('builder-yaml').click();
  await page.getByTestId('yaml-text').fill('name: Far\nstacks: { client: openssl, server: openssl }\nlength: { handshakes: 12 }\nnoiseFloor: none\n');
  await page.getByTestId('builder-form').click();
  const roundTrips = page.getByTestId('axis-network.roundTrip');
  // A rate needs the relay: until there is one its chips say so.
  await expect(page.getByTestId('axis-network.bitsPerSecond').locator('[data-value="1000000"]')).toHaveAttribute('title', /relay/);
  await roundTrips.locator('[data-value="0ms"]').click();
  await roundTrips.locator('[data-value="10ms"]').click();
  await roundTrips.locator('[data-value="none"]').click();
  await page.getByTestId('axis-observe').locator('[data-value="wire"]').click();
  await expect(page.getByTestId('planned-arm')).toHaveCount(2);
  await page.getByTestId('run-start').click();
  await expect(page.getByTestId('run-open-result')).toBeVisible({ timeout: 60_000 });
  await page.getByTestId('run-open-result').click();

  await page.getByTestId('tab-noise').click();
  const network = page.getByTestId('result-network').locator('tbody tr');
  await expect(network).toHaveCount(2);
  await expect(network.nth(1)).toContainText('10 ms');

  await page.getByTestId('tab-wire').click();
  await expect(page.getByTestId('wire-arm')).toHaveCount(2);
  await expect(page.getByTestId('wire-arm').first()).toContainText('ClientHello');
  await expect(page.getByTestId('wire-sequence').locator('svg')).toContainText('EncryptedExtensions');
  await page.getByTestId('wire-sequence').locator('summary').click();
  await expect(page.getByTestId('wire-table').locator('tbody tr').first()).toContainText('in the open');
  await page.getByTestId('export').click();
  await page.getByTestId('export-pcapng').click();
  await expect(page.getByTestId('export-said')).toContainText('.pcapng');
  const [file = ''] = readdirSync(world.exports);
  expect(readFileSync(join(world.exports, file)).readUInt32LE(0)).toBe(0x0a0d0d0a);
});

test('a server that is not ours is measured with the person’s own configuration, and said not to be seen', async ({ lab }) => {
  const { page } = lab;
  const { stacks } = await lab.ask('stacks:list', { refresh: false });
  test.skip(!stacks.some(({ family, available }) => family === 'haproxy' && available), 'HAProxy is not installed');
  await page.getByTestId('nav-builder').click();
  await page.getByTestId('builder-yaml').click();
  await page.getByTestId('yaml-text').fill('name: Front end\nstacks: { client: openssl, server: haproxy }\nlength: { handshakes: 12 }\nnoiseFloor: none\n');
  await page.getByTestId('builder-form').click();
  await expect(page.getByTestId('axis-stacks.client').locator('[data-value="haproxy"]')).toHaveCount(0);
  await expect(page.getByRole('textbox', { name: 'Configuration of haproxy' })).toHaveValue('');
  await page.getByTestId('run-start').click();
  await expect(page.getByTestId('run-open-result')).toBeVisible({ timeout: 60_000 });
  await page.getByTestId('run-open-result').click();
  await expect(page.getByTestId('unseen-servers')).toContainText('haproxy');
});
