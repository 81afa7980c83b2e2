/** The builder's form parts. */
import { useEffect, useId, useState, type ReactNode } from 'react';
import { fieldIsWrong } from '../../stores/builder.ts';
import { Icon } from '../../ui/Icon.tsx';

export const Section = ({ title, sub, children }: { readonly title: string; readonly sub: string; readonly children: ReactNode }) => (
  <section className="sec" aria-label={title}>
    <div className="sl"><h2>{title}</h2><p>{sub}</p></div>
    <div>{children}</div>
  </section>
);

export const Labelled = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <div className="fld"><span className="lab">{label}</span><div className="fld-in">{children}</div></div>
);

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
}

/** A text that is taken when the person leaves the field or presses Enter; what is wrong is said beside it, and keeps the scenario from being run. */
export function TextField({ label, value, onTake, className = 'short', placeholder, unit }: TextFieldProps) {
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
  const take = (): void => says(text === value ? null : onTake(text));
  return (
    <span className="row gap2 text-field">
      <input
        className={`field ${className}`} value={text} aria-label={label} placeholder={placeholder} aria-invalid={problem !== null} aria-describedby={problem === null ? undefined : id}
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
