/** The flame of one arm: its mean, one real handshake, or its difference to another arm; by time, bytes, objects or CPU samples. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Example, ResultDocument } from '../../../shared/result/document.ts';
import { flameOfArm, flameOfExample, NO_FLAME, weightsOf, type Weight } from '../../../shared/flame/data.ts';
import type { CallTree } from '../../../shared/profile/call-tree.ts';
import { flameRows } from '../../../shared/flame/table.ts';
import { grouped, timeUnit, withUnit } from '../../../shared/report/figures.ts';
import { compareRuns } from '../../../shared/compare/compare.ts';
import { DifferentialFlame } from '../compare/DifferentialFlame.tsx';
import { Flame } from '../flame/Flame.tsx';
import { FlameTable } from '../flame/FlameTable.tsx';
import { armName, stackVersion } from '../flame/names.ts';
import { Segmented } from '../flame/Segmented.tsx';
import { unitOf } from '../flame/text.ts';
import { BothSides } from '../profile/index.ts';
import { ArmPicker } from './ArmPicker.tsx';
import { looked, useLooked } from '../../stores/place.ts';
import { useArm } from './useArm.ts';
import { useExploreFrom } from './explore.ts';

type View = 'mean' | Example['rank'] | 'difference';
const VIEWS: readonly View[] = ['mean', 'p50', 'p95', 'p99', 'slowest', 'difference'];
/** look: mean, one handshake, difference. */
const VIEW_KEYS: Readonly<Record<string, View>> = { m: 'mean', h: 'p50', b: 'difference' };
type Shown = Weight | 'samples';
const WEIGHTS: readonly Shown[] = ['time', 'bytes', 'objects', 'samples'];

export function FlameTab({ document, loadProfile }: { readonly document: ResultDocument; readonly loadProfile: (file: string) => Promise<CallTree> }) {
  const { t } = useTranslation('result');
  const [selected, setSelected] = useArm(document);
  const kept = useLooked((state) => state.runs[document.run.id]?.flame ?? null);
  const view = VIEWS.find((one) => one === kept?.view) ?? 'mean';
  const weight = WEIGHTS.find((one) => one === kept?.weight) ?? 'time';
  const setView = (next: View): void => looked(document.run.id, { flame: { view: next, weight } });
  const setWeight = (next: Shown): void => looked(document.run.id, { flame: { view, weight: next } });
  const [base, setBase] = useState<string | null>(null);
  const explore = useExploreFrom();
  const arm = document.arms[selected];
  const others = document.arms.filter((other) => other.state === 'good' && other.id !== arm?.id);
  const against = others.find(({ id }) => id === base) ?? others[0];
  const profiled = document.profiles.some((one) => one.arm === arm?.id && one.kind === 'cpu');
  const weights: readonly Shown[] = arm ? [...weightsOf(arm), ...(profiled ? ['samples' as const] : [])] : ['time'];
  const chosen = view === 'mean' && weights.includes(weight) ? weight : 'time';
  const samples = chosen === 'samples';
  const shownWeight = chosen === 'samples' ? 'time' : chosen;
  const example = view === 'mean' || view === 'difference' ? undefined : arm?.examples.find((one) => one.rank === view);
  const data = useMemo(() => {
    if (!arm || arm.state === 'failed') return NO_FLAME;
    if (view === 'mean') return flameOfArm(arm, shownWeight);
    return example ? flameOfExample(example) : NO_FLAME;
  }, [arm, view, shownWeight, example]);
  const compared = useMemo(
    () => (view === 'difference' && arm?.state === 'good' && against ? (compareRuns({ result: document, arm: against.id }, { result: document, arm: arm.id }).arms[0] ?? null) : null),
    [view, document, arm, against],
  );
  const usable = (one: View): boolean => one === 'mean' || (one === 'difference' ? against !== undefined && arm?.state === 'good' : arm?.examples.some((kept) => kept.rank === one) === true);
  useViewKeys((to) => {
    if (usable(to)) setView(to);
  });
  if (!arm) return null;
  const why = (one: Shown): string | undefined =>
    !weights.includes(one) ? (one === 'samples' ? t('flame.noSamples') : t('flame.noWeight', { what: t(`flame.${one}`) })) : view !== 'mean' && one !== 'time' ? t('flame.meanOnly') : undefined;
  const value = example ? withUnit(example.totalNs, timeUnit(example.totalNs)) : '';
  const about = view === 'difference' ? t('flame.differenceSub') : samples ? t('flame.samplesOf') : view === 'mean' ? t('flame.meanOf', { n: grouped(data.handshakes) }) : !example ? t('flame.noExample') : view === 'slowest' ? t('flame.slowestOf', { value, round: example.round }) : t('flame.oneOf', { rank: view, value, round: example.round });
  const what = `${armName(arm.id)}, ${about}`;
  // A version stands at a side only where both arms have it.
  const common = (side: 'client' | 'server'): string => (against && against[side].stack === arm[side].stack && against[side].version === arm[side].version ? stackVersion(arm[side].stack, arm[side].version) : '');
  const versions = { clientVersion: common('client'), serverVersion: common('server') };
  return (
    <div className="result-split">
      <ArmPicker arms={document.arms} selected={selected} onSelect={setSelected} />
      <section className="pane flame-tab" data-testid="result-flame">
        <div className="ph">
          <h2>{armName(arm.id)}</h2>
          <span className="small dim ell" title={about}>{arm.state === 'failed' ? '' : about}</span>
          <span className="r">
            <Segmented label={t('flame.view')} testId="flame-view" value={view} onChange={setView} options={VIEWS.map((one) => ({ value: one, label: t(`flame.${one}`), disabled: !usable(one), title: usable(one) ? undefined : t(one === 'difference' ? 'flame.noOther' : 'flame.noExample') }))} />
            <Segmented label={t('flame.weight')} testId="flame-weight" value={chosen} onChange={setWeight} options={WEIGHTS.map((one) => ({ value: one, label: t(`flame.${one}`), disabled: why(one) !== undefined, title: why(one) }))} />
          </span>
        </div>
        {arm.state === 'good' && arm.errors.length > 0 ? <p className="small warn run-pad" data-testid="flame-errors">{arm.errors.slice(0, 2).map(({ text, count }) => t('flame.failed', { n: grouped(count), text })).join(' · ')}</p> : null}
        {samples ? <BothSides profiles={document.profiles} arm={arm.id} load={loadProfile} /> : view === 'difference' ? (
          <>
            <label className="row gap2 run-pad small flame-against">{t('flame.against')}
              <select className="field" value={against?.id} data-testid="flame-against" onChange={(event) => setBase(event.target.value)}>{others.map(({ id }) => <option key={id} value={id}>{armName(id)}</option>)}</select>
              <span className="dim">{t('flame.againstNote', { a: armName(against?.id ?? ''), b: armName(arm.id) })}</span>
            </label>
            {compared ? <DifferentialFlame arm={compared} names={versions} open /> : <p className="small dim run-pad">{t('flame.noOther')}</p>}
          </>
        ) : (
        <>
        <Flame data={data} names={{ clientVersion: stackVersion(arm.client.stack, arm.client.version), serverVersion: stackVersion(arm.server.stack, arm.server.version) }} what={what} subject={`${document.run.id} ${arm.id} ${view}`} empty={arm.reason ?? t('flame.noExample')} table={false} slash />
        {example && explore ? <p className="run-pad flame-more"><button type="button" className="btn low" data-testid="flame-handshakes" onClick={() => explore(arm.id, view === 'slowest' ? { order: 'slowest' } : { fromNs: example.totalNs * 0.98, toNs: example.totalNs * 1.02 })}>{t('flame.likeIt')}</button></p> : null}
        {data.client.length + data.server.length === 0 ? null : <div className="flame-tab-rows rule-t" role="region" aria-label={what} tabIndex={0}><FlameTable rows={flameRows(data)} unit={unitOf(shownWeight, data)} what={what} hidden={false} timed={shownWeight === 'time'} /></div>}
        </>
        )}
      </section>
    </div>
  );
}

/** M, H and B, wherever the focus is but in a field. */
function useViewKeys(go: (view: View) => void): void {
  const newest = useRef(go);
  useEffect(() => {
    newest.current = go;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const to = VIEW_KEYS[event.key.toLowerCase()];
      const { target } = event;
      const inField = target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
      if (!to || inField || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      event.preventDefault();
      newest.current(to);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
