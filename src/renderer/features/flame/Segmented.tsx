/** One of a few, side by side. */
export interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly disabled?: boolean;
  readonly title?: string | undefined;
}

export function Segmented<T extends string>({ value, options, onChange, label, testId }: { readonly value: T; readonly options: readonly Option<T>[]; readonly onChange: (value: T) => void; readonly label: string; readonly testId?: string }) {
  return (
    <span className="seg" role="group" aria-label={label} data-testid={testId}>
      {options.map((option) => (
        <button key={option.value} type="button" className={option.value === value ? 'on' : ''} aria-pressed={option.value === value} disabled={option.disabled} title={option.title} data-value={option.value} onClick={() => onChange(option.value)}>
          {option.label}
        </button>
      ))}
    </span>
  );
}
