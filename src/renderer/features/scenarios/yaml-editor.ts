/** A text editor for scenarios: numbers, colours, marks where something is wrong, and completion from the schema (CodeMirror 6). */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, redo, redoDepth, undo, undoDepth } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { TextProblem } from '../../../shared/scenario/yaml.ts';
import { placeAt, proposalsAt } from './completion.ts';

export interface YamlEditorOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly label: string;
  /** Every change that a person makes; `by` tells an undo or redo of the editor's own. */
  readonly onChange: (text: string, by: 'undo' | 'redo' | null) => void;
  /** Beyond what the editor itself has to undo or redo. */
  readonly onBeyond: (by: 'undo' | 'redo') => void;
  /** Values that the schema does not name one by one. */
  readonly more: (path: readonly string[]) => readonly string[];
}

export interface YamlEditor {
  readonly text: () => string;
  /** Another text from elsewhere; the editor's own history ends with it. */
  readonly setText: (text: string) => void;
  readonly mark: (problems: readonly TextProblem[], words: (problem: TextProblem) => string) => void;
  readonly goTo: (problem: TextProblem) => void;
  readonly destroy: () => void;
}

const COLOURS = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--accent)' },
  { tag: tags.comment, color: 'var(--ink-3)', fontStyle: 'italic' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--ok)' },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: 'var(--ink-3)' },
  { tag: [tags.labelName, tags.typeName, tags.meta, tags.keyword], color: 'var(--warn)' },
]);

const THEME = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--surface)' },
  '&.cm-focused': { outline: 'none', boxShadow: 'inset 0 0 0 2px var(--accent)' },
  '.cm-scroller': { font: '12px/18px var(--mono)', padding: '2px' },
  '.cm-content': { padding: '10px 0', caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--surface-2)', color: 'var(--ink-3)', borderRight: '1px solid var(--line)' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '32px', padding: '0 6px 0 8px' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--surface-3) 55%, transparent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--accent-tint)' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--bad)', textDecorationSkipInk: 'none', textUnderlineOffset: '3px' },
  '.cm-lint-marker-error': { content: 'none', width: '8px', height: '8px', margin: '5px 3px', backgroundColor: 'var(--bad)', transform: 'rotate(45deg)' },
  '.cm-gutter-lint': { width: '14px' },
  '.cm-tooltip': { border: '0', borderRadius: 'var(--r-2)', boxShadow: 'var(--shadow-menu)', backgroundColor: 'var(--surface)', color: 'var(--ink)', font: 'var(--t-12)', maxWidth: '520px' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--bad)', padding: '4px 8px', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { font: '12px/18px var(--mono)', maxHeight: '240px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '2px 8px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--accent-tint)', color: 'var(--ink)' },
});

const completions = (more: YamlEditorOptions['more']) => (context: CompletionContext): CompletionResult | null => {
  const place = placeAt(context.state.doc.toString(), context.pos);
  if (!place || (place.from === context.pos && !context.explicit)) return null;
  const options = proposalsAt(place, more).map(({ label, kind, apply }): Completion => ({ label, apply, type: kind === 'field' ? 'property' : 'enum' }));
  return options.length === 0 ? null : { from: place.from, options, validFor: /^[\w.*%-]*$/ };
};

export function openYamlEditor({ parent, text, label, onChange, onBeyond, more }: YamlEditorOptions): YamlEditor {
  // Ctrl Z goes back through what was typed here, and then through the scenario's own history.
  const step = (by: 'undo' | 'redo') => (view: EditorView): boolean => {
    const depth = by === 'undo' ? undoDepth(view.state) : redoDepth(view.state);
    if (depth > 0) return (by === 'undo' ? undo : redo)(view);
    onBeyond(by);
    return true;
  };
  let foreign = false;
  const extensions: Extension = [
    lineNumbers(), lintGutter(), history(), drawSelection(), highlightActiveLine(), highlightActiveLineGutter(), closeBrackets(), indentUnit.of('  '), yaml(), syntaxHighlighting(COLOURS), THEME,
    autocompletion({ override: [completions(more)], icons: false }),
    keymap.of([{ key: 'Mod-z', run: step('undo'), preventDefault: true }, { key: 'Mod-y', run: step('redo'), preventDefault: true }, { key: 'Mod-Shift-z', run: step('redo'), preventDefault: true }]),
    // Ctrl Enter runs what is shown, as everywhere; Tab goes on to the next control.
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap.filter(({ key }) => key !== 'Mod-Enter'), ...historyKeymap]),
    EditorView.contentAttributes.of({ 'aria-label': label, 'data-testid': 'yaml-text', spellcheck: 'false', tabindex: '0' }),
    EditorView.updateListener.of((update) => {
      if (!update.docChanged || foreign) return;
      const by = update.transactions.some((one) => one.isUserEvent('undo')) ? 'undo' : update.transactions.some((one) => one.isUserEvent('redo')) ? 'redo' : null;
      onChange(update.state.doc.toString(), by);
    }),
  ];
  const view = new EditorView({ parent, state: EditorState.create({ doc: text, extensions }) });
  const clamp = (at: number): number => Math.min(Math.max(0, at), view.state.doc.length);
  /** A whole line where a problem has but a line; the first where it has none. */
  const placeOf = ({ range, line }: TextProblem): { from: number; to: number } => {
    if (range) return { from: clamp(range[0]), to: clamp(Math.max(range[1], range[0] + 1)) };
    const found = view.state.doc.line(Math.min(line ?? 1, view.state.doc.lines));
    return { from: found.from, to: found.to };
  };
  return {
    text: () => view.state.doc.toString(),
    setText: (next) => {
      const head = Math.min(view.state.selection.main.head, next.length);
      foreign = true;
      view.setState(EditorState.create({ doc: next, selection: { anchor: head }, extensions }));
      foreign = false;
    },
    mark: (problems, words) => view.dispatch(setDiagnostics(view.state, problems.map((problem): Diagnostic => ({ ...placeOf(problem), severity: 'error', message: words(problem) })))),
    goTo: (problem) => {
      const { from, to } = placeOf(problem);
      view.dispatch({ selection: { anchor: from, head: to }, scrollIntoView: true });
      view.focus();
    },
    destroy: () => view.destroy(),
  };
}
