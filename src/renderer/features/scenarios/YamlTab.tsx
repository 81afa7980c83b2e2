/** The scenario as text, edited both ways; what is wrong is said with its line. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import { parseScenarioText, toScenarioText, type TextProblem } from '../../../shared/scenario/yaml.ts';

export function YamlTab({ scenario, onChange }: { readonly scenario: Scenario; readonly onChange: (scenario: Scenario) => void }) {
  const { t } = useTranslation('scenario');
  const [text, setText] = useState(() => toScenarioText(scenario));
  const [problems, setProblems] = useState<readonly TextProblem[]>([]);
  const typed = useRef(scenario);
  useEffect(() => {
    // A change that did not come from here (undo, redo) rewrites the text; one that did leaves the person's layout alone.
    if (typed.current === scenario) return;
    typed.current = scenario;
    setText(toScenarioText(scenario));
    setProblems([]);
  }, [scenario]);
  const edit = (next: string): void => {
    setText(next);
    const parsed = parseScenarioText(next);
    setProblems(parsed.ok ? [] : parsed.problems);
    if (!parsed.ok) return;
    typed.current = parsed.scenario;
    onChange(parsed.scenario);
  };
  return (
    <div className="yaml">
      <textarea value={text} spellCheck={false} aria-label={t('yaml')} aria-invalid={problems.length > 0} data-testid="yaml-text" onChange={(event) => edit(event.target.value)} />
      {problems.length > 0 ? (
        <div className="wrong" role="alert" data-testid="yaml-problems">
          <div className="b">{t('wrong')}</div>
          {problems.map(({ field, message, line }) => <div key={field + message}>{line === null ? '' : `${t('line', { line })} · `}<b>{field}</b> {message}</div>)}
        </div>
      ) : null}
    </div>
  );
}
