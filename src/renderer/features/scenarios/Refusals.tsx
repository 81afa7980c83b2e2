/** Arms that cannot run: once for each reason, where that is known from, and what to take away so that they are not asked for. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import type { StackInfo } from '../../../shared/stacks.ts';
import { attempt } from '../../stores/app.ts';
import { change } from '../../stores/builder.ts';
import { Icon } from '../../ui/Icon.tsx';
import { fieldName, valueName } from './field-words.ts';
import { refusalsOf, type Refusal } from './leave-out.ts';

const NAMED = 4;

export function Refusals({ scenario, stacks }: { readonly scenario: Scenario; readonly stacks: readonly StackInfo[] }) {
  const { t } = useTranslation('scenario');
  const refusals = useMemo(() => refusalsOf(scenario, stacks), [scenario, stacks]);
  if (refusals.length === 0) return null;
  return (
    <div className="ref rule-t" data-testid="refused-arms">
      <div className="row gap2"><span className="mid"><Icon name="refused" small /></span><h3>{t('leftOut', { count: refusals.reduce((sum, { arms }) => sum + arms.length, 0) })}</h3></div>
      {refusals.map((refusal) => <OneReason key={refusal.reason} refusal={refusal} />)}
    </div>
  );
}

function OneReason({ refusal: { reason, source, arms, remedy } }: { readonly refusal: Refusal }) {
  const { t } = useTranslation('scenario');
  return (
    <div className="ref-one" data-testid="refusal">
      <p className="small">{reason}</p>
      <div className="small mid" title={arms.map(({ arm }) => arm.id.replace('→', ' → ')).join('\n')}>
        <b className="m">{t('armCount', { count: arms.length })}</b>: {arms.slice(0, NAMED).map(({ arm }) => arm.id.replace('→', ' → ')).join('; ')}{arms.length > NAMED ? `; ${t('more', { count: arms.length - NAMED })}` : ''}
      </div>
      {source === null ? null : (
        <div className="tiny dim ref-source">{t('source', { source })}{/^https?:/.test(source) ? <> <button type="button" className="link tiny" title={t('copySourceHint')} onClick={() => attempt(() => navigator.clipboard.writeText(source))}>{t('copySource')}</button></> : null}</div>
      )}
      {remedy === null ? null : (
        <button type="button" className="btn low" data-testid="leave-out" data-path={remedy.path} onClick={() => change(remedy.scenario)}>
          {t('leaveOut', { field: fieldName(remedy.path, t), value: valueName(remedy.path, remedy.value, t) })}
          <span className="dim">{remedy.lost > 0 ? t('leaveOutCosts', { count: remedy.lost }) : remedy.gone < arms.length ? t('leaveOutSome', { count: remedy.gone }) : t('leaveOutFree')}</span>
        </button>
      )}
    </div>
  );
}
