/** One of the two: a run of the library, and one of its arms where not all are meant. */
import { useTranslation } from 'react-i18next';
import type { RunHeadline } from '../../../shared/ipc/contract.ts';
import { useApp } from '../../stores/app.ts';
import { armName } from '../flame/names.ts';

interface PickerProps {
  readonly side: 'a' | 'b';
  readonly run: string | null;
  readonly arm: string | null;
  readonly onRun: (run: string | null) => void;
  readonly onArm: (arm: string | null) => void;
}

const titleOf = ({ name, createdAt }: RunHeadline): string => `${name} · ${createdAt.slice(0, 16).replace('T', ' ')}`;

export function Picker({ side, run, arm, onRun, onArm }: PickerProps) {
  const { t } = useTranslation('compare');
  const runs = useApp((state) => state.library?.runs ?? NO_RUNS).filter(({ problem }) => problem === null);
  const chosen = runs.find(({ id }) => id === run);
  return (
    <fieldset className="compare-side">
      <legend className="compare-letter">{t(side)}</legend>
      <select className="field grow" aria-label={t('which', { side: t(side) })} data-testid={`compare-run-${side}`} value={run ?? ''} onChange={(event) => onRun(event.target.value || null)}>
        <option value="">{runs.length === 0 ? t('noRuns') : t('choose')}</option>
        {run !== null && !chosen ? <option value={run}>{run}</option> : null}
        {runs.map((one) => <option key={one.id} value={one.id}>{titleOf(one)}</option>)}
      </select>
      <select className="field" aria-label={`${t('arm')} ${t(side)}`} data-testid={`compare-arm-${side}`} value={arm ?? ''} disabled={!chosen} onChange={(event) => onArm(event.target.value || null)}>
        <option value="">{t('allArms')}</option>
        {(chosen?.arms ?? []).filter(({ state }) => state === 'good').map(({ id }) => <option key={id} value={id}>{armName(id)}</option>)}
      </select>
    </fieldset>
  );
}

const NO_RUNS: readonly RunHeadline[] = [];
