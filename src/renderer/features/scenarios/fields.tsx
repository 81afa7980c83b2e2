/** The builder's form parts. */
import { createContext, useContext, useEffect, useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import { fieldIsWrong, freshScenario } from '../../stores/builder.ts';
import { Chips, type Choice } from '../../ui/Chips.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { fieldAt, same, withFields } from './edit.ts';

/** What every part of the form works on. */
export interface FormContent {
  readonly scenario: Scenario;
  readonly onChange: (scenario: Scenario) => void;
  /** Sets a field; what is wrong with the value, else null. */
  readonly put: (path: string, value: unknown) => string | null;
  /** The last choice that was refused, until another is taken: no text holds it, so the form does. */
  readonly refused: { readonly path: string; readonly message: string } | null;
  readonly refuse: (path: string, message: string | null) => void;
}
/** A row of chips for the field at a path, with what is wrong said beside it. */
export type ChipRow = <T extends string | number | boolean>(label: string, path: string, choices: readonly Choice<T>[], chosen: readonly T[], several?: boolean) => ReactNode;

export const FormContext = createContext<FormContent | null>(null);

export function useForm(): FormContent {
  const form = useContext(FormContext);
  if (!form) throw new Error('a field stands outside a form');
  return form;
}

const FRESH = freshScenario();

interface SectionProps {
  readonly title: string;
  /** What the section decides, in one line. */
  readonly sub: string;
  /** The scenario's fields in it, as dotted paths: what its button takes back to the default. */
  readonly fields: readonly string[];
  readonly children: ReactNode;
}

export function Section({ title, sub, fields, children }: SectionProps) {
  const { t } = useTranslation('scenario');
  const { scenario, onChange } = useForm();
  const edit = fields.some((path) => !same(fieldAt(scenario, path), fieldAt(FRESH, path))) ? withFields(scenario, fields.map((path) => [path, fieldAt(FRESH, path)])) : null;
  const values = fields.reduce((count, path) => {
    const value = fieldAt(scenario, path);
    return count * (SWEEPS.has(path) && Array.isArray(value) ? Math.max(1, value.length) : 1);
  }, 1);
  return (
    <section className="sec" aria-label={title} data-fields={fields.join(' ')}>
      <div className="sl">
        <h2>{title}</h2>
        <p>{sub}</p>
        {values > 1 ? <p className="sweeps">{t('sweep', { count: values })}</p> : null}
        {edit?.ok ? <button type="button" className="link tiny" data-testid="section-reset" aria-label={`${t('reset')}: ${title}`} onClick={() => onChange(edit.scenario)}>{t('reset')}</button> : null}
      </div>
      <div>{children}</div>
    </section>
  );
}

/** Axes: several values are a sweep. Names and observations are lists of another kind. */
const SWEEPS: ReadonlySet<string> = new Set([
  'stacks.client', 'stacks.server', 'tls', 'certificates.intermediates', 'certificates.leaf', 'certificates.issuers', 'keyExchange.groups', 'keyExchange.retry', 'session.resumption', 'session.cacheSize', 'session.earlyData', 'session.antiReplay', 'session.tickets',
  'load.rate', 'load.connections', 'load.threads', 'network.roundTrip',
]);

interface LabelledProps {
  readonly label: string;
  /** The field's path: where an error about it is said, and where it can be found again. */
  readonly field?: string;
  readonly children: ReactNode;
}

export function Labelled({ label, field, children }: LabelledProps) {
  const refused = useContext(FormContext)?.refused;
  return (
    <div className="fld" data-field={field}>
      <span className="lab">{label}</span>
      <div className="fld-in">
        {children}
        {refused && refused.path === field ? <p className="small bad" role="alert">{refused.message}</p> : null}
      </div>
    </div>
  );
}

export const Hint = ({ text }: { readonly text: string }) => <p className="tiny dim form-hint">{text}</p>;

/** What a choice costs here, said where it was made. */
export const Remarks = ({ lines }: { readonly lines: readonly string[] }) => lines.map((line) => <p key={line} className="msg"><Icon name="warn" small /><span>{line}</span></p>);

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  /** Returns what is wrong with the text, or null once it has been taken. */
  readonly onTake: (text: string) => string | null;
  readonly className?: string;
  readonly placeholder?: string;
  readonly unit?: string;
  /** Empties the field once its text is taken: it adds to what is beside it. */
  readonly adds?: boolean;
  readonly testId?: string;
}

/** A text that is taken when the person leaves the field or presses Enter; what is wrong is said beside it, and keeps the scenario from being run. */
export function TextField({ label, value, onTake, className = 'short', placeholder, unit, adds = false, testId }: TextFieldProps) {
  const id = useId();
  const [text, setText] = useState(value);
  const [problem, setProblem] = useState<string | null>(null);
  const says = (message: string | null): void => {
    setProblem(message);
    fieldIsWrong(id, message !== null);
  };
  useEffect(() => {
    setText(value);
    says(null);
  }, [value]);
  useEffect(() => () => fieldIsWrong(id, false), [id]);
  const take = (): void => {
    const message = text === value ? null : onTake(text);
    says(message);
    if (adds && message === null) setText(value);
  };
  return (
    <span className="row gap2 text-field">
      <input
        className={`field ${className}`} value={text} aria-label={label} placeholder={placeholder} aria-invalid={problem !== null} aria-describedby={problem === null ? undefined : id} data-testid={testId}
        onChange={(event) => setText(event.target.value)} onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take();
          else if (event.key === 'Escape') {
            setText(value);
            says(null);
          }
        }}
      />
      {unit ? <span className="small dim">{unit}</span> : null}
      {problem !== null ? <span id={id} className="small bad" role="alert">{problem}</span> : null}
    </span>
  );
}

interface NumberAxisProps<T> {
  readonly label: string;
  readonly path: string;
  /** Always offered; values chosen beyond them stand among them. */
  readonly offered: readonly Choice<T>[];
  readonly chosen: readonly T[];
  readonly name: (value: T) => string;
  /** Why a further value cannot be had here; null where it can. */
  readonly refused?: (value: T) => string | null;
  /** What the text adds: `5`, `1, 2, 5`. A part that is no value stays as it is, for the schema to name. */
  readonly read: (text: string) => readonly unknown[];
  readonly compare: (a: T, b: T) => number;
  readonly placeholder?: string;
}

/** An axis of numbers: those often wanted as chips, and a field that adds any other. */
export function NumberAxis<T extends string | number>({ label, path, offered, chosen, name, refused, read, compare, placeholder }: NumberAxisProps<T>) {
  const { t } = useTranslation('scenario');
  const { put, refuse } = useForm();
  const extra = chosen.filter((value) => !offered.some((choice) => choice.value === value)).map((value): Choice<T> => ({ value, label: name(value), refused: refused?.(value) ?? null }));
  const choices = [...offered, ...extra].sort((a, b) => compare(a.value, b.value));
  const add = (text: string): string | null => {
    const added = read(text).filter((value) => !chosen.includes(value as T));
    // What is no value at all goes to the schema behind the others, as it is.
    return added.length === 0 ? null : put(path, [...chosen, ...added].sort((a, b) => (choices.some(({ value }) => typeof value === typeof a) && typeof a === typeof b ? compare(a as T, b as T) : 0)));
  };
  return (
    <Chips
      label={label} testId={`axis-${path}`} choices={choices} chosen={chosen} onChange={(values) => refuse(path, put(path, values))}
      after={<TextField label={`${label}: ${t('addValue')}`} className="add" value="" placeholder={placeholder ?? t('addValue')} testId={`add-${path}`} adds onTake={add} />}
    />
  );
}
