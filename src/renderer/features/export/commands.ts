/** Exporting the run that is open, by name: also found by what opens the file. */
import { EXPORT_IDS, EXPORTS, exportTitle } from '../../../shared/export.ts';
import { i18n } from '../../i18n/index.ts';
import { openResult, useApp } from '../../stores/app.ts';
import { exportRun } from '../../stores/export.ts';

export function exportCommands(language: 'en' | 'zh'): { id: string; label: string; run: () => void }[] {
  const { openRun } = useApp.getState();
  if (openRun === null) return [];
  return EXPORT_IDS.map((as) => ({
    id: `export-${as}`,
    label: i18n.t('exports:command', { format: exportTitle(as, language), opener: EXPORTS[as].opener[language] }),
    // Its result screen is where one sees how it goes.
    run: () => {
      openResult(openRun);
      void exportRun(openRun, as);
    },
  }));
}
