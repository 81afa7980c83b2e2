/** The scenario as text, edited both ways; what is wrong is marked where it stands and said below. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonIn } from '../../../shared/reasons/index.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import { parseScenarioText, toScenarioText, type TextProblem } from '../../../shared/scenario/yaml.ts';
import { useApp } from '../../stores/app.ts';
import { change, redo, setDraft, stepTo, undo, useBuilder } from '../../stores/builder.ts';
import { openYamlEditor, type YamlEditor } from './yaml-editor.ts';

const shownText = (): string => {
  const { draft, text, present } = useBuilder.getState();
  return draft?.text ?? text ?? toScenarioText(present);
};

/** What a person has written: a scenario, or a draft of one. An undo of letters that comes back to a step of the history is that step. */
function take(written: string, by: 'undo' | 'redo' | null): void {
  const parsed = parseScenarioText(written);
  if (!parsed.ok) return setDraft({ text: written, problems: parsed.problems });
  if (by !== null && stepTo(parsed.scenario) === by) (by === 'undo' ? undo : redo)();
  change(parsed.scenario, { place: 'yaml', text: written });
}

/** Names a scenario can give its stacks: those found here, by family, by version, and all of a family. */
function stackNames(path: readonly string[]): string[] {
  const stacks = useApp.getState().stacks ?? [];
  if (path[0] !== 'stacks') return [];
  const families = [...new Set(stacks.map(({ family }) => family))];
  return [...families, ...stacks.map(({ id }) => id), ...families.map((family) => `${family}*`)];
}

export default function YamlTab({ scenario }: { readonly scenario: Scenario }) {
  const { t, i18n } = useTranslation('scenario');
  const draft = useBuilder((state) => state.draft);
  const text = useBuilder((state) => state.text);
  const lost = useBuilder((state) => state.commentsLost);
  const asked = useBuilder((state) => state.asked);
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<YamlEditor | null>(null);
  useEffect(() => {
    if (!place.current) return undefined;
    const opened = openYamlEditor({ parent: place.current, text: shownText(), label: t('yaml'), onChange: take, onBeyond: (by) => (by === 'undo' ? undo : redo)(), more: stackNames });
    editor.current = opened;
    return () => opened.destroy();
  }, [t]);
  useEffect(() => {
    // What was changed elsewhere (the form, undo, redo) takes the place of the text; what was typed here is there already.
    if (editor.current && editor.current.text() !== shownText()) editor.current.setText(shownText());
  }, [scenario, text, draft]);
  const problems = draft?.problems ?? [];
  const words = ({ field, message }: TextProblem): string => `${field} ${reasonIn(message, i18n.language)}`;
  useEffect(() => editor.current?.mark(problems, words), [draft, i18n.language]);
  // A run or a save was asked for, and this text stands against it.
  useEffect(() => {
    const [first] = useBuilder.getState().draft?.problems ?? [];
    if (asked > 0 && first) editor.current?.goTo(first);
  }, [asked]);
  return (
    <div className="yaml">
      <div className="yaml-text" ref={place} />
      {lost ? <div className="draft" role="status" data-testid="comments-lost">{t('commentsLost')}</div> : null}
      {draft ? (
        <div className="wrong" role="alert" data-testid="yaml-problems">
          <div className="b">{t('wrong')}</div>
          {problems.map((problem) => (
            <div key={`${problem.field} ${problem.line} ${problem.message}`}>
              {problem.line === null ? null : <button type="button" className="yaml-go" onClick={() => editor.current?.goTo(problem)}>{t('line', { line: problem.line })}</button>} <b>{problem.field}</b> {reasonIn(problem.message, i18n.language)}
            </div>
          ))}
        </div>
      ) : null}
    </div>
  );
}
