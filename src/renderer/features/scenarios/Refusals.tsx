/** Arms that cannot run: once for each reason, where that is known from, and what to take away so that they are not asked for. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonIn } from '../../../shared/reasons/index.ts';
import type { Arms } from '../../../shared/scenario/arms.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import type { StackInfo } from '../../../shared/stacks.ts';
import { attempt } from '../../stores/app.ts';
import { change } from '../../stores/builder.ts';
import { Icon } from '../../ui/Icon.tsx';
import { fieldName, valueName } from './field-words.ts';
import { refusalsOf, type Refusal } from './leave-out.ts';

const NAMED = 4;
const REASONS = 6;

interface RefusalsProps {
  readonly scenario: Scenario;
  readonly arms: Arms;
  readonly stacks: readonly StackInfo[];
}

export function Refusals({ scenario, arms, stacks }: RefusalsProps) {
  const { t } = useTranslation('scenario');
  const [all, setAll] = useState(false);
  const refusals = useMemo(() => refusalsOf(scenario, arms, stacks), [scenario, arms, stacks]);
  if (refusals.length === 0) return null;
  return (
    <div className="ref rule-t" data-testid="refused-arms">
      <div className="row gap2"><span className="mid"><Icon name="refused" small /></span><h3>{t('leftOut', { count: arms.refused.length })}</h3></div>
      {refusals.slice(0, all ? undefined : REASONS).map((refusal) => <OneReason key={refusal.reason} refusal={refusal} />)}
      {refusals.length > REASONS ? <button type="button" className="link small" aria-expanded={all} onClick={() => setAll(!all)}>{all ? t('fewer') : t('moreReasons', { count: refusals.length - REASONS })}</button> : null}
    </div>
  );
}

function OneReason({ refusal: { reason, source, arms, remedy } }: { readonly refusal: Refusal }) {
  const { t, i18n } = useTranslation('scenario');
  return (
    <div className="ref-one" data-testid="refusal">
      <p className="small">{reasonIn(reason, i18n.language)}</p>
      <div className="small mid" title={arms.map(({ arm }) => arm.id.replace('→', ' → ')).join('\n')}>
        <b className="m">{t('armCount', { count: arms.length })}</b>: {arms.slice(0, NAMED).map(({ arm }) => arm.id.replace('→', ' → ')).join('; ')}{arms.length > NAMED ? `; ${t('more', { count: arms.length - NAMED })}` : ''}
      </div>
      {source === null ? null : (
        <div className="tiny dim ref-source">{t('source', { source: reasonIn(source, i18n.language) })}{/^https?:/.test(source) ? <> <button type="button" className="link tiny" title={t('copySourceHint')} onClick={() => attempt(() => navigator.clipboard.writeText(source))}>{t('copySource')}</button></> : null}</div>
      )}
      {remedy === null ? null : (
        <button type="button" className="btn" data-testid="leave-out" data-path={remedy.path} onClick={() => change(remedy.scenario)}>
          {t('leaveOut', { field: fieldName(remedy.path, t), value: valueName(remedy.path, remedy.value, t) })}
          <span className="dim">{remedy.lost > 0 ? t('leaveOutCosts', { count: remedy.lost }) : remedy.gone < arms.length ? t('leaveOutSome', { count: remedy.gone }) : t('leaveOutFree')}</span>
        </button>
      )}
    </div>
  );
}
