/** Beside the form, always true: the arms, what is left out and why, what is asserted, how long it takes. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { armsOf, type Arm, type Arms } from '../../../shared/scenario/arms.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import { GROUP_FACTS } from '../../../shared/tls.ts';
import { attempt, loadStacks, useApp } from '../../stores/app.ts';
import { isSound, useBuilder } from '../../stores/builder.ts';
import { isRunning, useLive } from '../../stores/live.ts';
import { Icon } from '../../ui/Icon.tsx';
import { keys } from '../../ui/keys.ts';
import { Duration } from './Duration.tsx';
import { KEY_NAMES } from './field-words.ts';
import { Refusals } from './Refusals.tsx';

interface RailProps {
  readonly scenario: Scenario;
  readonly onRun: () => void;
  readonly onSave: () => void;
}

/** More are shown when asked for: what is left out and how long it takes must not be out of sight. */
const SHOWN = 12;

export function Rail({ scenario, onRun, onSave }: RailProps) {
  const { t } = useTranslation('scenario');
  const stacks = useApp((state) => state.stacks);
  const stacksProblem = useApp((state) => state.stacksProblem);
  const running = useLive(({ run }) => isRunning(run));
  const sound = useBuilder(isSound);
  const arms = useMemo(() => (stacks ? armsOf(scenario, stacks) : null), [scenario, stacks]);
  const hindrance = running ? t('busy') : !arms ? t('looking') : arms.run.length === 0 ? t('runNone') : null;
  return (
    <aside className="pane rail">
      <div className="ph rule-b"><h2>{t('arms')}</h2><span className="small dim" data-testid="arms-count">{arms ? t('armsSub', { run: arms.run.length, refused: arms.refused.length }) : t('looking')}</span></div>
      <div className="rail-scroll">
        {arms ? <ArmsList arms={arms} /> : null}
        {arms && stacks ? <Refusals scenario={scenario} arms={arms} stacks={stacks} /> : null}
        {stacksProblem === null ? null : (
          <div className="ref rule-t"><p className="small bad">{stacksProblem}</p><button type="button" className="btn" onClick={() => attempt(() => loadStacks(true))}>{t('again')}</button></div>
        )}
        <div className="ph rule-t"><h2>{t('asserted.title')}</h2></div>
        <Asserted scenario={scenario} />
        <div className="ph rule-t"><h2>{t('duration.title')}</h2></div>
        <Duration scenario={scenario} arms={arms} />
      </div>
      <div className="row gap2 rule-t rail-foot">
        <button type="button" className="btn pri" data-testid="run-start" disabled={hindrance !== null} aria-disabled={!sound} title={hindrance ?? (sound ? undefined : t('unsound'))} onClick={onRun}>
          <Icon name="run" />{running ? t('busy') : !arms ? t('looking') : arms.run.length > 0 ? t('run', { count: arms.run.length }) : t('runNone')}
        </button>
        {sound ? <span className="key">{keys('Mod', 'Enter')}</span> : <span className="small bad rail-why">{t('unsound')}</span>}
        <span className="grow" />
        <button type="button" className="btn" data-testid="scenario-save" aria-disabled={!sound} title={sound ? keys('Mod', 'S') : t('unsound')} onClick={onSave}>{t('save')}</button>
      </div>
    </aside>
  );
}

/** What each arm is, apart from its stacks; what all of them share is said once above. */
function ArmsList({ arms: { run } }: { readonly arms: Arms }) {
  const { t } = useTranslation('scenario');
  const [all, setAll] = useState(false);
  const settings = (arm: Arm): string[] => [
    `TLS ${arm.version}`, GROUP_FACTS[arm.group].name, arm.retry ? t('hrr') : '', t('depth', { count: arm.intermediates }), arm.leaf === arm.issuers ? KEY_NAMES[arm.leaf] : `${KEY_NAMES[arm.leaf]} / ${KEY_NAMES[arm.issuers]}`,
    t(`session.${arm.session}`), arm.cacheSize === null ? '' : t('kept', { count: arm.cacheSize }), arm.earlyData === 'none' ? '' : `0-RTT ${t(`session.early.${arm.earlyData}`)}`, arm.antiReplay === null ? '' : `${t('session.antiReplay')} ${t(`session.replay.${arm.antiReplay ? 'on' : 'off'}`)}`,
    arm.tickets === null ? '' : t('tickets', { count: arm.tickets }), t('connections', { count: arm.connections }), t('threads', { count: arm.threads }), arm.rate === null ? '' : t('perSecond', { rate: arm.rate }), arm.roundTripNs === null ? '' : `${arm.roundTripNs / 1e6}\u00a0ms`,
  ];
  const rows = run.map(settings);
  const first = rows[0] ?? [];
  const varies = first.map((_, part) => rows.some((row) => row[part] !== first[part]));
  const shared = first.filter((part, index) => varies[index] === false && part !== '');
  return (
    <>
      {run.length > 0 ? <p className="small mid rail-shared" data-testid="arms-shared">{run.length > 1 ? t('allArms', { what: shared.join(t('join')) }) : shared.join(t('join'))}</p> : null}
      <table className="tb rail-arms"><tbody>
        {run.slice(0, all ? undefined : SHOWN).map((arm, index) => (
          <tr key={arm.id} data-testid="planned-arm">
            <td className="ok rail-mark"><Icon name="good" small /></td>
            <td className="m">{arm.client} → {arm.server}</td>
            <td className="mid rail-what">{rows[index]?.filter((part, at) => varies[at] === true && part !== '').join(t('join'))}</td>
          </tr>
        ))}
      </tbody></table>
      {run.length > SHOWN ? <button type="button" className="link small rail-more" aria-expanded={all} data-testid="arms-more" onClick={() => setAll(!all)}>{all ? t('fewer') : t('more', { count: run.length - SHOWN })}</button> : null}
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
      <tr><th scope="row">{t('asserted.version')}</th><td>{varies(scenario.tls, `TLS ${scenario.tls[0]}`)}</td><td className="dim">supported_versions</td></tr>
      <tr><th scope="row">{t('asserted.group')}</th><td>{varies(groups, groups[0] ? GROUP_FACTS[groups[0]].name : '')}</td><td className="dim">key_share</td></tr>
      <tr><th scope="row">{t('asserted.resumed')}</th><td>{varies(resumption, yesNo(resumption[0] === 'ticket'))}</td><td className="dim">pre_shared_key</td></tr>
      <tr><th scope="row">{t('asserted.retry')}</th><td>{varies(retry, yesNo(retry[0] === true))}</td><td className="dim">ServerHello.random</td></tr>
      <tr><th scope="row">{t('asserted.complete')}</th><td>{t('asserted.bothSides')}</td><td className="dim">{t('asserted.counts')}</td></tr>
    </tbody></table>
  );
}
