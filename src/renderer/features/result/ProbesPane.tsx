/** What was tried once the measuring was over: early data used again, connections held idle. */
import { useTranslation } from 'react-i18next';
import type { ResultDocument } from '../../../shared/result/document.ts';
import { EARLY_WORDS, earlyCells, earlyComparisons } from '../../../shared/report/early.ts';
import { idleCells, PROBE_WORDS, replayCells } from '../../../shared/report/probes.ts';
import { cachedArms, SESSION_WORDS, sessionCells, sessionUnit } from '../../../shared/report/sessions.ts';
import { FactTable } from './FactTable.tsx';
import { useLanguage } from './useLanguage.ts';

export function ProbesPane({ document }: { readonly document: ResultDocument }) {
  const { replays, idle } = document;
  const early = earlyComparisons(document);
  const { session } = document.run.scenario;
  const cached = cachedArms(document);
  const unit = sessionUnit(cached);
  const { t } = useTranslation('result');
  const language = useLanguage();
  const sessions = SESSION_WORDS[language];
  const words = PROBE_WORDS[language];
  return (
    <div className="checks-tab scroll" role="region" aria-label={t('tabs.probes')} tabIndex={0}>
      {cached.length > 0 ? <FactTable testId="result-sessions" title={sessions.title} note={sessions.note(session.zipf)} head={sessions.head(unit.name)} rows={cached.map((arm) => sessionCells(arm, session.names, unit))} numeric /> : null}
      {early.length > 0 ? <FactTable testId="result-early" title={EARLY_WORDS[language].title} note={EARLY_WORDS[language].note} head={EARLY_WORDS[language].head} rows={early.map(earlyCells)} /> : null}
      {replays.length > 0 ? <FactTable testId="result-replays" title={words.replay} note={words.replayNote} head={words.replayHead} rows={replays.map((probe) => replayCells(probe, language))} /> : null}
      {idle.length > 0 ? <FactTable testId="result-idle" title={words.idle} note={words.idleNote} head={words.idleHead} rows={idle.map((probe) => idleCells(probe, language))} numeric /> : null}
    </div>
  );
}
