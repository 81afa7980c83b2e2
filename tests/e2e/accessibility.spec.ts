import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Lab } from './lab.ts';

const SHORT = { name: 'Read aloud', stacks: { client: 'go', server: 'go' }, length: { for: '2s' } };

async function expectAccessible(lab: Lab, screen: string): Promise<void> {
  // Legacy mode: axe's own would open a second page to finish in, and the app opens none.
  const { violations } = await new AxeBuilder({ page: lab.page }).setLegacyMode(true).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${screen}: ${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary ?? ''}`).join('\n')}`)).toEqual([]);
}

for (const theme of ['light', 'dark'] as const) {
  test.describe(`in the ${theme} theme`, () => {
    test.beforeEach(({ world }) => world.settings({ theme }));

    test('every screen can be read and used with help', async ({ lab }) => {
      const { page } = lab;
      const run = await lab.measure(SHORT);
      await page.reload();
      await expect(page.locator('[data-app-state="loaded"]')).toBeAttached();
      for (const screen of ['library', 'builder', 'stacks', 'settings']) {
        await page.getByTestId(`nav-${screen}`).click();
        await expect(page.getByTestId(`nav-${screen}`)).toHaveAttribute('aria-current', 'page');
        await page.waitForTimeout(300);
        await expectAccessible(lab, screen);
      }
      await page.keyboard.press('Control+k');
      await expect(page.getByTestId('palette')).toBeVisible();
      await expectAccessible(lab, 'palette');
      await page.keyboard.press('Escape');

      await lab.openRun(run);
      for (const tab of ['overview', 'flame', 'distribution', 'allocations', 'provenance']) {
        await page.locator(`#tab-${tab}`).click();
        await expect(page.locator(`#tab-${tab}`)).toHaveAttribute('aria-selected', 'true');
        await expectAccessible(lab, `result, ${tab}`);
      }
      await page.getByTestId('open-report').click();
      await expect(page.getByTestId('report-screen')).not.toHaveAttribute('data-pages', '0');
      await expectAccessible(lab, 'report');

      await lab.ask('run:start', { scenario: { ...SHORT, length: { for: '60s' } }, replay: null });
      await page.getByTestId('nav-run').click();
      await expect(page.getByTestId('run-screen')).toBeVisible();
      await expect(page.getByTestId('flame').first()).not.toHaveAttribute('data-bars', '0');
      // Figures that change while axe reads them would be read half old, half new.
      await lab.ask('run:pause', { paused: true });
      await expectAccessible(lab, 'run');
      await lab.ask('run:stop', {});
    });
  });
}
