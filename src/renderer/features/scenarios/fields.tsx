/** The builder's form parts. */
import { useEffect, useState, type ReactNode } from 'react';

export const Section = ({ title, sub, children }: { readonly title: string; readonly sub: string; readonly children: ReactNode }) => (
  <section className="sec" aria-label={title}>
    <div className="sl"><h2>{title}</h2><p>{sub}</p></div>
    <div>{children}</div>
  </section>
);

export const Labelled = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <div className="fld"><span className="lab">{label}</span><div>{children}</div></div>
);

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  /** Returns what is wrong with the text, or null once it has been taken. */
  readonly onTake: (text: string) => string | null;
  readonly className?: string;
  readonly placeholder?: string;
  readonly unit?: string;
}

/** A text that is taken when the person leaves the field or presses Enter; what is wrong is said beside it. */
export function TextField({ label, value, onTake, className = 'short', placeholder, unit }: TextFieldProps) {
  const [text, setText] = useState(value);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    setText(value);
    setProblem(null);
  }, [value]);
  const take = (): void => setProblem(text === value ? null : onTake(text));
  return (
    <span className="row gap2">
      <input
        className={`field ${className}`} value={text} aria-label={label} placeholder={placeholder} aria-invalid={problem !== null}
        onChange={(event) => setText(event.target.value)} onBlur={take} onKeyDown={(event) => event.key === 'Enter' && take()}
      />
      {unit ? <span className="small dim">{unit}</span> : null}
      {problem !== null ? <span className="small bad" role="alert">{problem}</span> : null}
    </span>
  );
}
