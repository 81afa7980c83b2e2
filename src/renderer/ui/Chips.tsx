import type { ReactNode } from 'react';

/** A row of values of one axis: one or several may be on (several make a sweep); a refused one is dashed and says why. */
export interface Choice<T> {
  readonly value: T;
  readonly label: string;
  /** Why it cannot be chosen to any use here; it can still be chosen, and its arms are then listed as left out. */
  readonly refused?: string | null;
}

interface ChipsProps<T> {
  readonly label: string;
  readonly choices: readonly Choice<T>[];
  readonly chosen: readonly T[];
  /** At least one value stays chosen. */
  readonly onChange: (chosen: T[]) => void;
  readonly several?: boolean;
  readonly testId?: string;
  /** Stands behind the last chip: a field for another value. */
  readonly after?: ReactNode;
}

export function Chips<T extends string | number | boolean>({ label, choices, chosen, onChange, several = true, testId, after }: ChipsProps<T>) {
  const toggle = (value: T): void => {
    if (!several) onChange([value]);
    else if (!chosen.includes(value)) onChange(choices.map((choice) => choice.value).filter((one) => one === value || chosen.includes(one)));
    else if (chosen.length > 1) onChange(chosen.filter((one) => one !== value));
  };
  // One reason may refuse several values: it is said once.
  const reasons = new Map<string, string[]>();
  for (const choice of choices) if (choice.refused) reasons.set(choice.refused, [...(reasons.get(choice.refused) ?? []), choice.label]);
  return (
    <>
      <div className="chips" role="group" aria-label={label} data-testid={testId}>
        {choices.map(({ value, label: text, refused }) => (
          <button
            key={String(value)} type="button" className={`chip${chosen.includes(value) ? ' on' : ''}${refused ? ' off' : ''}`}
            aria-pressed={chosen.includes(value)} aria-description={refused ?? undefined} title={refused ?? undefined} data-value={String(value)} onClick={() => toggle(value)}
          >
            {text}
          </button>
        ))}
        {after}
      </div>
      {[...reasons].map(([reason, names]) => <p key={reason} className="chips-why tiny dim ell" title={reason}>{names.join(', ')}: {reason}</p>)}
    </>
  );
}
