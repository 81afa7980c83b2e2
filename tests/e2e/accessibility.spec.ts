import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Lab } from './lab.ts';

const SHORT = { name: 'Read aloud', stacks: { client: 'go', server: 'go' }, network: { roundTrip: '0ms' }, observe: ['timing' as const, 'allocations' as const, 'wire' as const], length: { for: '2s' } };

/** Controls and headings whose words do not fit; what is shortened with an ellipsis has its whole text on hover. */
const CUT = `[...document.querySelectorAll('button, h1, h2, h3, th, label, legend, .chip, .tag, [role=tab], dt')].flatMap((element) => {
  const style = getComputedStyle(element);
  if (element.closest('.visually-hidden, .sr-only, [aria-hidden=true]') || element.offsetWidth === 0 || style.visibility === 'hidden') return [];
  const clips = style.overflowX !== 'visible' || style.overflowY !== 'visible';
  const cut = clips && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 3);
  const box = element.getBoundingClientRect();
  const outside = box.right > innerWidth + 1 && !element.closest('.scroll, .result-scroll, .list, .result-panel, .pane');
  const whole = element.title || element.closest('[title]') || element.classList.contains('ell') || style.textOverflow === 'ellipsis';
  return (cut && !whole) || outside ? [element.tagName + ' ' + element.className + ': ' + (element.innerText || '').slice(0, 60)] : [];
})`;

/** A key that has no words stands as itself. */
const BARE = `[...new Set((document.querySelector('.app')?.innerText ?? '').match(/\\b(?:shell|library|scenario|stacks|phases|run|result|report|profile|selfcheck|compare|claims|playback|take|help|settings|exports)(?::[a-z]+[A-Za-z]*\\.|\\.[a-z]+[A-Za-z]*\\.?)[A-Za-z.]*\\b/g) ?? [])]`;

/** What axe finds serious on the screen as it is, a line each. */
async function faults(lab: Lab, screen: string): Promise<string[]> {
  // Legacy mode: axe's own would open a second page to finish in, and the app opens none.
  const { violations } = await new AxeBuilder({ page: lab.page }).setLegacyMode(true).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${screen}: ${id}: ${target.join(' ')}: ${(failureSummary ?? '').replace(/\s+/g, ' ')}`));
}

// Both themes, both languages, both sizes, in two walks.
for (const { theme, language, size } of [{ theme: 'light', language: 'en', size: { width: 1440, height: 900 } }, { theme: 'dark', language: 'zh', size: { width: 1100, height: 720 } }] as const) {
  test.describe(`in the ${theme} theme, ${language}, ${size.width} × ${size.height}`, () => {
    test.beforeEach(({ world }) => {
      world.settings({ theme, language });
      world.window(size);
    });

    test('every screen can be read and used with help, and no label is cut or without words', async ({ lab }) => {
      const { page } = lab;
      const found: string[] = [];
      const look = async (screen: string): Promise<void> => {
        found.push(...(await faults(lab, screen)));
        for (const label of await page.evaluate<string[]>(CUT)) found.push(`${screen}: cut: ${label}`);
        for (const key of await page.evaluate<string[]>(BARE)) found.push(`${screen}: without words: ${key}`);
      };
      const run = await lab.measure(SHORT);
      await page.reload();
      await expect(page.locator('[data-app-state="loaded"]')).toBeAttached();
      for (const screen of ['library', 'builder', 'stacks', 'selfcheck', 'compare', 'claims', 'settings', 'help']) {
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
      for (const tab of ['overview', 'comparisons', 'flame', 'tail', 'distribution', 'handshakes', 'allocations', 'noise', 'checks', 'wire', 'provenance']) {
        await page.locator(`#tab-${tab}`).click();
        await expect(page.locator(`#tab-${tab}`)).toHaveAttribute('aria-selected', 'true');
        await page.waitForTimeout(300);
        await look(`result, ${tab}`);
      }
      await page.getByTestId('run-play').click();
      await expect(page.getByTestId('playback')).toHaveAttribute('data-complete', 'true');
      if ((await page.getByTestId('playback').getAttribute('data-playing')) === 'true') await page.getByTestId('playback-toggle').click();
      await look('playback');
      await page.getByTestId('playback-result').click();
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
