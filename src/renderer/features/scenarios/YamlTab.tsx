/** The scenario as text, edited both ways; what is wrong is said with its line. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import { parseScenarioText, toScenarioText } from '../../../shared/scenario/yaml.ts';
import { change, setDraft, useBuilder } from '../../stores/builder.ts';

export function YamlTab({ scenario }: { readonly scenario: Scenario }) {
  const { t } = useTranslation('scenario');
  const draft = useBuilder((state) => state.draft);
  const [text, setText] = useState(() => draft?.text ?? toScenarioText(scenario));
  const area = useRef<HTMLTextAreaElement>(null);
  const numbers = useRef<HTMLDivElement>(null);
  const typed = useRef<Scenario | null>(scenario);
  useEffect(() => {
    // A change that did not come from here (undo, redo) rewrites the text; one that did leaves the person's layout alone.
    if (typed.current === scenario || draft !== null) return;
    typed.current = scenario;
    setText(toScenarioText(scenario));
  }, [scenario, draft]);
  const edit = (next: string): void => {
    setText(next);
    const parsed = parse(next);
    if (!parsed.ok) {
      // Whatever comes next from elsewhere takes the place of this text.
      typed.current = null;
      setDraft({ text: next, problems: parsed.problems });
      return;
    }
    change(parsed.scenario, 'yaml');
    // Where the text says the same as before, the store keeps the scenario it had.
    typed.current = useBuilder.getState().present;
  };
  const goTo = (line: number): void => {
    const start = text.split('\n').slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
    area.current?.focus();
    area.current?.setSelectionRange(start, start + (text.split('\n')[line - 1]?.length ?? 0));
  };
  const problems = draft?.problems ?? [];
  const wrong = new Set(problems.map(({ line }) => line));
  return (
    <div className="yaml">
      <div className="yaml-text">
        <div className="yaml-lines" aria-hidden="true"><div ref={numbers}>{text.split('\n').map((_, index) => <div key={index} className={wrong.has(index + 1) ? 'bad' : ''}>{index + 1}</div>)}</div></div>
        <textarea
          ref={area} value={text} wrap="off" spellCheck={false} aria-label={t('yaml')} aria-invalid={draft !== null} aria-describedby={draft ? 'yaml-problems' : undefined} data-testid="yaml-text" onChange={(event) => edit(event.target.value)}
          onScroll={(event) => { if (numbers.current) numbers.current.style.transform = `translateY(${-event.currentTarget.scrollTop}px)`; }}
        />
      </div>
      {draft ? (
        <div id="yaml-problems" className="wrong" role="alert" data-testid="yaml-problems">
          <div className="b">{t('wrong')}</div>
          {problems.map(({ field, message, line }) => (
            <div key={field + message}>
              {line === null ? null : <button type="button" className="yaml-go" onClick={() => goTo(line)}>{t('line', { line })}</button>} <b>{field}</b> {message}
            </div>
          ))}
        </div>
      ) : null}
    </div>
  );
}

function parse(text: string): ReturnType<typeof parseScenarioText> {
  try {
    return parseScenarioText(text);
  } catch (error) {
    // The parser throws where aliases would blow a small text up.
    return { ok: false, problems: [{ field: 'YAML', message: error instanceof Error ? error.message : String(error), line: null }] };
  }
}
