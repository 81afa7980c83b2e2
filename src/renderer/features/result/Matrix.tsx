/** Client × server: one cell an arm, with its interval, and its shift to the first with verdict and floor; what was not measured keeps its cell and says why. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ArmResult, Comparison, ResultDocument } from '../../../shared/result/document.ts';
import { comparisonOf, ownArms, settingOf, withinFloor } from '../../../shared/result/verdict.ts';
import { axisRange } from '../../../shared/flame/scale.ts';
import { BYTES_UNIT, NONE, percentText, plusMinus, rounded, roundedWithUnit, shiftText, times, timeUnit, type Unit } from '../../../shared/report/figures.ts';
import { reasonIn } from '../../../shared/reasons/index.ts';
import { armName } from '../flame/names.ts';
import { Segmented } from '../flame/Segmented.tsx';
import { heatOf, total } from './scales.ts';
import { VerdictMark } from './VerdictMark.tsx';

const MEASURES = ['p50', 'p99', 'cpu', 'bytes'] as const;
type Measure = (typeof MEASURES)[number];

interface Figure {
  readonly value: number | null;
  readonly ci: readonly [number, number] | null;
}

function figureOf(arm: ArmResult, measure: Measure): Figure {
  switch (measure) {
    case 'p50': return { value: arm.handshake.p50Ns, ci: arm.handshake.p50CiNs };
    case 'p99': return { value: arm.handshake.p99Ns, ci: arm.handshake.p99CiNs };
    // The two sides' intervals belong to one sum only if they were independent, which two processes on one machine are not.
    case 'cpu': return { value: total(arm.cpu.clientNs, arm.cpu.serverNs), ci: null };
    case 'bytes': return { value: total(arm.allocations.client?.bytes ?? null, arm.allocations.server?.bytes ?? null), ci: null };
  }
}

/** Where there are so many servers, cells are small and the matrix takes more of the screen. */
const MOST_ROOMY = 4;
export const isDense = (document: ResultDocument): boolean => new Set(ownArms(document).map((arm) => arm.server.stack)).size > MOST_ROOMY;

interface MatrixProps {
  readonly document: ResultDocument;
  readonly selected: string | null;
  /** An arm's comparisons are asked for. */
  readonly onSelect: (arm: string) => void;
}

export function Matrix({ document, selected, onSelect }: MatrixProps) {
  const { t, i18n } = useTranslation('result');
  const [measure, setMeasure] = useState<Measure>('p50');
  const arms = ownArms(document);
  const base = arms.find((arm) => arm.state === 'good') ?? null;
  const values = arms.map((arm) => figureOf(arm, measure)).flatMap(({ value, ci }) => [value ?? 0, ci?.[1] ?? 0]);
  const unit: Unit = measure === 'bytes' ? BYTES_UNIT : timeUnit(Math.max(...values, 1e6));
  const servers = [...new Set(arms.map((arm) => arm.server.stack))];
  const rows = [...new Set(arms.map((arm) => `${arm.client.stack}\n${settingOf(arm)}`))].map((row) => row.split('\n') as [string, string]);
  const axis = axisRange(0, Math.max(...values, 1));
  const reference = base && figureOf(base, measure);
  const dense = isDense(document);
  return (
    <section className="pane rule-r rule-b" data-testid="result-matrix">
      <div className="ph">
        <h2>{t('matrix')}</h2>
        <span className="small dim">{t(`matrixSub.${measure}`, { unit: unit.name })}</span>
        <span className="r"><Segmented label={t('matrix')} value={measure} onChange={setMeasure} options={MEASURES.map((one) => ({ value: one, label: t(one) }))} /></span>
      </div>
      <div className={`mx${dense ? ' dense' : ''}`} role="table" aria-label={t('matrix')} style={{ gridTemplateColumns: `76px repeat(${servers.length}, minmax(${dense ? 98 : 112}px, 1fr))`, gridTemplateRows: `18px repeat(${rows.length}, minmax(68px, auto))` }}>
        <span className="mx-row" role="row">
          <span role="columnheader" />
          {servers.map((server) => <span key={server} className="small mid ell" role="columnheader">{t('server')} {server}</span>)}
        </span>
        {rows.map(([client, setting]) => (
          <span key={`${client} ${setting}`} className="mx-row" role="row">
            <span className="mx-label" role="rowheader"><span className="small mid">{t('client')}</span><br /><span className="m">{client}</span>{setting ? <><br /><span className="tiny dim mx-setting">{setting}</span></> : null}</span>
            {servers.map((server) => {
              const arm = arms.find((one) => one.client.stack === client && one.server.stack === server && settingOf(one) === setting);
              const refused = document.refused.find((one) => one.id === [`${client}→${server}`, setting].filter(Boolean).join(' · '))?.reason;
              return <Cell key={server} arm={arm} base={base} comparison={arm && base ? comparisonOf(document, arm.id, base.id) : null} measure={measure} unit={unit} axisTo={axis.to} reference={reference?.value ?? null} refused={refused && reasonIn(refused, i18n.language)} selected={arm !== undefined && arm.id === selected} onSelect={onSelect} />;
            })}
          </span>
        ))}
      </div>
      <div className="mx-foot tiny dim">
        <span className="hide-narrow">{base ? t('ratioTo', { arm: armName(base.id) }) : ''}</span>
        {[0, 1, 2, 3].map((heat) => <span key={heat} className="row gap1"><i className="sw" style={{ background: `var(--heat${heat})`, borderColor: 'var(--control-line)' }} />{['1.0', '1.1', '1.5', '2.0'][heat]}{'\u00a0×'}</span>)}
        <span className="row gap1"><i className="sw within" />{t('withinFloor')}</span>
        {base && reference ? <span className="ell">{t('dashes', { arm: armName(base.id), value: roundedWithUnit(reference.value, reference.ci, unit) })}</span> : null}
      </div>
    </section>
  );
}

interface CellProps {
  readonly arm: ArmResult | undefined;
  readonly base: ArmResult | null;
  readonly comparison: Comparison | null;
  readonly measure: Measure;
  readonly unit: Unit;
  readonly axisTo: number;
  readonly reference: number | null;
  readonly refused: string | undefined;
  readonly selected: boolean;
  readonly onSelect: (arm: string) => void;
}

/** Ink that may be read as a shift only where one was seen. */
const fillOf = (comparison: Comparison | null, ratio: number, isBase: boolean): string => {
  if (isBase) return 'var(--heat0)';
  if (comparison && (withinFloor(comparison) || comparison.verdict !== 'faster' && comparison.verdict !== 'slower')) return 'var(--surface-3)';
  return `var(--heat${heatOf(ratio)})`;
};

function Cell({ arm, base, comparison, measure, unit, axisTo, reference, refused, selected, onSelect }: CellProps) {
  const { t } = useTranslation('result');
  const figure = arm && arm.state === 'good' ? figureOf(arm, measure) : null;
  if (!arm || figure?.value == null) {
    const why = !arm ? (refused ?? t('notMeasured')) : arm.state === 'failed' ? (arm.reason ?? t('failed')) : t('unknown');
    return (
      <div className="cell none" role="cell" data-testid="matrix-cell" data-arm={arm?.id ?? ''} data-state={arm?.state ?? 'none'} title={why}>
        <span className="cv dim">{NONE}</span>
        <span className={`ci${arm?.state === 'failed' ? ' bad' : ''}`}>{arm?.state === 'failed' ? `${t('failed')}: ` : refused ? `${t('refused')}: ` : ''}{why}</span>
      </div>
    );
  }
  const { value, ci } = figure;
  const isBase = arm === base;
  // The shift is of whole handshakes' times; other measures have a plain ratio.
  const shift = measure === 'p50' ? comparison : null;
  const ratio = shift ? shift.ratio : reference ? value / reference : 1;
  const x = (at: number): string => `${(1 + (at / axisTo) * 98).toFixed(2)}%`;
  const says = shift ? shiftText(shift.ratio, shift.ratioCi) : null;
  const floor = shift && shift.floorPct !== null ? t('floorShort', { value: percentText(shift.floorPct) }) : '';
  return (
    <div role="cell" className="mx-cell">
      <button
        type="button" className={`cell${selected ? ' on' : ''}${shift && (shift.verdict === 'too noisy' || shift.verdict === 'not trusted') ? ' doubtful' : ''}`} aria-pressed={selected} style={{ background: fillOf(shift, ratio, isBase) }}
        data-testid="matrix-cell" data-arm={arm.id} data-state={arm.state} data-verdict={shift?.verdict ?? ''} data-within={shift ? withinFloor(shift) : ''} title={isBase ? t('pairOfReference') : base ? t('showPair', { arm: armName(base.id) }) : undefined} onClick={() => onSelect(arm.id)}
      >
        <span className="mx-value"><span className="cv">{rounded(value, ci, unit)}</span><span className="ci">{plusMinus(value, ci) ?? ''}</span></span>
        <svg className="mx-axis" width="100%" height={10} aria-hidden="true">
          <line x1="1%" x2="99%" y1={5.5} y2={5.5} className="axis" strokeOpacity={0.6} />
          {reference ? <line x1={x(reference)} x2={x(reference)} y1={0} y2={10} className="ink" strokeDasharray="2 2" /> : null}
          {ci ? <line x1={x(ci[0])} x2={x(ci[1])} y1={5.5} y2={5.5} className="ink" strokeWidth={5} /> : null}
          <rect x={x(value)} y={3} width={2} height={5} transform="translate(-1 0)" style={{ fill: 'var(--ink)' }} />
        </svg>
        {shift && says ? <span className="mx-line"><VerdictMark mark={shift.verdict} /><b className="ci">{says.value}</b><span className="tiny">{says.interval}</span><span className="tiny">{floor}</span></span> : <span className="mx-line ci">{isBase ? t('reference') : times(ratio)}</span>}
      </button>
    </div>
  );
}
