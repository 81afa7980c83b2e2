/** What was tried once the measuring was over: early data used again, connections held idle. */
import { useTranslation } from 'react-i18next';
import type { ResultDocument } from '../../../shared/result/document.ts';
import { idleCells, PROBE_WORDS, replayCells } from '../../../shared/report/probes.ts';
import { useLanguage } from './useLanguage.ts';

export function ProbesPane({ document: { replays, idle } }: { readonly document: ResultDocument }) {
  const { t } = useTranslation('result');
  const language = useLanguage();
  const words = PROBE_WORDS[language];
  return (
    <div className="checks-tab scroll" role="region" aria-label={t('tabs.probes')} tabIndex={0}>
      {replays.length > 0 ? <Probe testId="result-replays" title={words.replay} note={words.replayNote} head={words.replayHead} rows={replays.map((probe) => replayCells(probe, language))} /> : null}
      {idle.length > 0 ? <Probe testId="result-idle" title={words.idle} note={words.idleNote} head={words.idleHead} rows={idle.map(idleCells)} numeric /> : null}
    </div>
  );
}

interface ProbeProps {
  readonly testId: string;
  readonly title: string;
  readonly note: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly numeric?: boolean;
}

function Probe({ testId, title, note, head, rows, numeric = false }: ProbeProps) {
  const place = (index: number): string => (numeric && index > 0 ? 'num' : 'small');
  return (
    <section className="pane rule-b" data-testid={testId}>
      <div className="ph rule-b"><h2>{title}</h2></div>
      <div className="result-scroll">
        <table className="tb">
          <thead><tr>{head.map((text, index) => <th key={text} className={place(index)}>{text}</th>)}</tr></thead>
          <tbody>{rows.map((cells) => <tr key={cells[0]}>{cells.map((text, index) => <td key={head[index]} className={place(index)}>{text}</td>)}</tr>)}</tbody>
        </table>
      </div>
      <p className="tiny dim run-pad noise-says">{note}</p>
    </section>
  );
}
