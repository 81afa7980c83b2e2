/** Beside the form, always true: the arms, what is left out and why, what is asserted, how long it takes. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { armsOf, type Arms, type RefusedArm } from '../../../shared/scenario/arms.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import { useApp } from '../../stores/app.ts';
import { isRunning, useLive } from '../../stores/live.ts';
import { Icon } from '../../ui/Icon.tsx';
import { expectedMs, rough, typicalP50Ns } from '../library/words.ts';

interface RailProps {
  readonly scenario: Scenario;
  readonly onRun: () => void;
  readonly onSave: () => void;
}

const SHOWN = 60;

export function Rail({ scenario, onRun, onSave }: RailProps) {
  const { t } = useTranslation('scenario');
  const { stacks, library } = useApp();
  const running = useLive(({ run }) => isRunning(run));
  const arms = useMemo(() => (stacks ? armsOf(scenario, stacks) : null), [scenario, stacks]);
  const typical = typicalP50Ns(library?.runs ?? []);
  const time = rough(expectedMs(scenario, arms?.run.length ?? 1, typical));
  const bounded = 'until' in scenario.length;
  const said = t(time.unit, { ns: 'library', count: time.count });
  return (
    <aside className="pane rail">
      <div className="ph rule-b"><h2>{t('arms')}</h2><span className="small dim" data-testid="arms-count">{arms ? t('armsSub', { run: arms.run.length, refused: arms.refused.length }) : t('looking')}</span></div>
      <div className="rail-scroll">
        {arms ? <ArmsList arms={arms} /> : null}
        <div className="ph rule-t"><h2>{t('asserted.title')}</h2></div>
        <Asserted scenario={scenario} />
        <div className="ph rule-t"><h2>{t('duration.title')}</h2></div>
        <div className="run-pad">
          <div className="big">{t(bounded ? 'duration.atMost' : 'duration.about', { time: said })}</div>
          <p className="small mid">{t('duration.setUp')}</p>
          <p className="tiny dim">{t(typical === undefined ? 'duration.rough' : 'duration.guess')}</p>
        </div>
      </div>
      <div className="row gap2 rule-t rail-foot" style={{ padding: '10px 16px' }}>
        <button type="button" className="btn pri" data-testid="run-start" disabled={running || !arms || arms.run.length === 0} onClick={onRun}>
          <Icon name="run" />{running ? t('busy') : arms && arms.run.length > 0 ? t('run', { count: arms.run.length }) : t('runNone')}
        </button>
        <span className="key">Ctrl ↵</span>
        <span className="grow" />
        <button type="button" className="btn" data-testid="scenario-save" onClick={onSave}>{t('save')}</button>
      </div>
    </aside>
  );
}

function ArmsList({ arms }: { readonly arms: Arms }) {
  const { t } = useTranslation('scenario');
  // One reason refuses many arms: it is said once, with their names.
  const reasons = new Map<string, RefusedArm[]>();
  for (const refused of arms.refused) reasons.set(refused.reason, [...(reasons.get(refused.reason) ?? []), refused]);
  return (
    <>
      <table className="tb rail-arms"><tbody>
        {arms.run.slice(0, SHOWN).map(({ id }) => <tr key={id} data-testid="planned-arm"><td style={{ width: 22, paddingRight: 0 }} className="ok"><Icon name="good" small /></td><td className="m">{id.replace('→', ' → ')}</td></tr>)}
        {arms.run.length > SHOWN ? <tr><td /><td className="dim">{t('more', { count: arms.run.length - SHOWN })}</td></tr> : null}
      </tbody></table>
      {arms.refused.length > 0 ? (
        <div className="ref rule-t" data-testid="refused-arms">
          <div className="row gap2"><span className="mid"><Icon name="refused" small /></span><span className="m">{t('leftOut', { count: arms.refused.length })}</span></div>
          {[...reasons].map(([reason, refused]) => (
            <div key={reason}>
              <div className="small mid names">{refused.slice(0, 4).map(({ arm }) => arm.id.replace('→', ' → ')).join('; ')}{refused.length > 4 ? `; ${t('more', { count: refused.length - 4 })}` : ''}</div>
              <p className="small">{reason}{refused[0]?.source ? <span className="tiny dim"><br />{t('source', { source: refused[0].source })}</span> : null}</p>
            </div>
          ))}
        </div>
      ) : null}
    </>
  );
}

function Asserted({ scenario }: { readonly scenario: Scenario }) {
  const { t } = useTranslation('scenario');
  const varies = (values: readonly unknown[], one: string): string => (values.length > 1 ? t('asserted.asArm') : one);
  const { groups, retry } = scenario.keyExchange;
  const { resumption } = scenario.session;
  const yesNo = (value: boolean): string => t(value ? 'asserted.yes' : 'asserted.no');
  return (
    <table className="kv"><tbody>
      <tr><th scope="row">{t('asserted.version')}</th><td>TLS {scenario.tls}</td></tr>
      <tr><th scope="row">{t('asserted.group')}</th><td>{varies(groups, groups[0] ?? '')}</td></tr>
      <tr><th scope="row">{t('asserted.resumed')}</th><td>{varies(resumption, yesNo(resumption[0] === 'ticket'))}</td></tr>
      <tr><th scope="row">{t('asserted.retry')}</th><td>{varies(retry, yesNo(retry[0] === true))}</td></tr>
    </tbody></table>
  );
}
