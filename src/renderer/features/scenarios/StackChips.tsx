/** The stacks of one side, a row a family; what is not there is dashed, and said with what adds it. */
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonIn } from '../../../shared/reasons/index.ts';
import type { StackInfo } from '../../../shared/stacks.ts';
import { stackFamilies, toggled } from './stack-choices.ts';

interface StackChipsProps {
  readonly label: string;
  readonly testId: string;
  readonly stacks: readonly StackInfo[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: string[]) => void;
}

export function StackChips({ label, testId, stacks, chosen, onChange }: StackChipsProps) {
  const { t, i18n } = useTranslation('scenario');
  const families = stackFamilies(stacks, chosen);
  // A family of one says its name itself.
  const alone = families.filter(({ family, choices }) => family !== '' && choices.length === 1);
  const rows = [
    ...families.filter((family) => !alone.includes(family)).map((family) => ({ name: family.family || t('stacks.unknown'), families: [family] })),
    ...(alone.length > 0 ? [{ name: t('stacks.others'), families: alone }] : []),
  ];
  return (
    <div className="stack-chips" role="group" aria-label={label} data-testid={testId}>
      {rows.map(({ name, families }) => (
        <Fragment key={name}>
          <span className="tiny dim stack-family">{name}</span>
          <div className="chips">
            {families.flatMap((family) => family.choices.map((choice) => ({ family, choice }))).map(({ family, choice }) => {
              const { value, kind, absent } = choice;
              const why = absent ? [absent.reason, absent.remedy].flatMap((text) => (text ? [reasonIn(text, i18n.language)] : [])).join(t('stacks.andThen')) : kind === 'newest' ? t('stacks.newest') : kind === 'all' ? t('stacks.allHint', { family: family.family }) : undefined;
              return (
                <button
                  key={value} type="button" className={`chip${chosen.includes(value) ? ' on' : ''}${absent ? ' off' : ''}`} aria-pressed={chosen.includes(value)} aria-description={why} title={why} data-value={value}
                  onClick={() => onChange(toggled(choice, family, chosen))}
                >
                  {kind === 'all' ? t('stacks.all') : choice.label}
                </button>
              );
            })}
          </div>
        </Fragment>
      ))}
    </div>
  );
}

/** What is not on this machine, once for both sides. */
export function AbsentStacks({ stacks }: { readonly stacks: readonly StackInfo[] }) {
  const { t, i18n } = useTranslation('scenario');
  const absent = stacks.filter(({ available }) => !available);
  if (absent.length === 0) return null;
  return (
    <details className="absent small" data-testid="absent-stacks">
      <summary>{t('stacks.absent', { count: absent.length })}</summary>
      <table className="kv"><tbody>{absent.map(({ id, reason, remedy }) => <tr key={id}><th scope="row">{id}</th><td>{reason && reasonIn(reason, i18n.language)}{remedy ? <span className="dim">{t('stacks.andThen')}{reasonIn(remedy, i18n.language)}</span> : null}</td></tr>)}</tbody></table>
    </details>
  );
}
