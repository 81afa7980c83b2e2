import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Lab } from './lab.ts';

const SHORT = { name: 'Read aloud', stacks: { client: 'go', server: 'go' }, network: { roundTrip: '0ms' }, observe: ['timing' as const, 'allocations' as const, 'wire' as const], length: { for: '2s' } };

/** What axe finds serious on the screen as it is, a line each. */
async function faults(lab: Lab, screen: string): Promise<string[]> {
  // Legacy mode: axe's own would open a second page to finish in, and the app opens none.
  const { violations } = await new AxeBuilder({ page: lab.page }).setLegacyMode(true).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${screen}: ${id}: ${target.join(' ')}: ${(failureSummary ?? '').replace(/\s+/g, ' ')}`));
}

for (const theme of ['light', 'dark'] as const) {
  test.describe(`in the ${theme} theme`, () => {
    test.beforeEach(({ world }) => world.settings({ theme }));

    test('every screen can be read and used with help', async ({ lab }) => {
      const { page } = lab;
      const found: string[] = [];
      const look = async (screen: string): Promise<void> => void found.push(...(await faults(lab, screen)));
      const run = await lab.measure(SHORT);
      await page.reload();
      await expect(page.locator('[data-app-state="loaded"]')).toBeAttached();
      for (const screen of ['library', 'builder', 'stacks', 'selfcheck', 'compare', 'settings']) {
        await page.getByTestId(`nav-${screen}`).click();
        await expect(page.getByTestId(`nav-${screen}`)).toHaveAttribute('aria-current', 'page');
        await page.waitForTimeout(300);
        await look(screen);
      }
      // The builder's other states: a list of starts, changes beside what is left out, and the text with something wrong in it.
      await page.getByTestId('nav-builder').click();
      await page.getByTestId('start-from').click();
      await look('builder, start from');
      await page.locator('[data-start="key-exchange"]').click();
      await page.getByTestId('axis-keyExchange.groups').locator('[data-value="secp256r1mlkem768"]').click();
      await page.getByTestId('changes-toggle').click();
      await look('builder, changes');
      await page.getByTestId('builder-yaml').click();
      await expect(page.getByTestId('yaml-text')).toBeVisible();
      await look('builder, text');
      await page.getByTestId('yaml-text').fill('stacks: { client: go, server: go }\ntls: 1.5 # no such\n');
      await expect(page.getByTestId('yaml-problems')).toBeVisible();
      await look('builder, wrong text');
      await page.keyboard.press('Control+k');
      await expect(page.getByTestId('palette')).toBeVisible();
      await look('palette');
      await page.keyboard.press('Escape');

      await lab.openRun(run);
      for (const tab of ['overview', 'comparisons', 'flame', 'distribution', 'allocations', 'noise', 'checks', 'wire', 'provenance']) {
        await page.locator(`#tab-${tab}`).click();
        await expect(page.locator(`#tab-${tab}`)).toHaveAttribute('aria-selected', 'true');
        await look(`result, ${tab}`);
      }
      await page.getByTestId('open-report').click();
      await expect(page.getByTestId('report-screen')).not.toHaveAttribute('data-pages', '0');
      await look('report');

      await lab.ask('run:start', { scenario: { ...SHORT, length: { for: '60s' } }, replay: null });
      await page.getByTestId('nav-run').click();
      await expect(page.getByTestId('run-screen')).toBeVisible();
      await expect(page.getByTestId('flame').first()).not.toHaveAttribute('data-bars', '0');
      // Figures that change while axe reads them would be read half old, half new.
      await lab.ask('run:pause', { paused: true });
      await look('run');
      await lab.ask('run:stop', {});
      expect(found).toEqual([]);
    });
  });
}
