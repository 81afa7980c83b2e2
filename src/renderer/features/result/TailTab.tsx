/** Phases stacked against the percentile of the whole: which of them makes the tail. A stretch leads to its handshakes. */
import { useMemo, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { isWaiting, PHASES, type PhaseId } from '../../../shared/phases/tree.ts';
import { grouped, inUnit, percentOf, timeText, timeUnit, withUnit, type Unit } from '../../../shared/report/figures.ts';
import type { ArmResult, ResultDocument } from '../../../shared/result/document.ts';
import type { TailBin, TailDocument } from '../../../shared/tail.ts';
import { ticksIn } from '../../../shared/flame/scale.ts';
import { Failed, Loading } from '../../ui/Loading.tsx';
import { armName } from '../flame/names.ts';
import { Swatch } from '../flame/Readout.tsx';
import { phaseKey } from '../flame/text.ts';
import { ArmPicker } from './ArmPicker.tsx';
import { useExploreFrom } from './explore.ts';
import { useArm } from './useArm.ts';
import { useAnswer } from './useAnswer.ts';
import { useWidth } from './useWidth.ts';

const HEIGHT = 320;
const [LEFT, TOP, FOOT, RIGHT] = [64, 12, 40, 8];
const GAP = 2;

export const percentile = (share: number): string => `${Number((share * 100).toFixed(2))}`;

export function TailTab({ document }: { readonly document: ResultDocument }) {
  const [selected, setSelected] = useArm(document);
  const arm = document.arms[selected];
  if (!arm) return null;
  return (
    <div className="result-split">
      <ArmPicker arms={document.arms} selected={selected} onSelect={setSelected} />
      <Tail key={arm.id} document={document} arm={arm} />
    </div>
  );
}

function Tail({ document, arm }: { readonly document: ResultDocument; readonly arm: ArmResult }) {
  const { t } = useTranslation('result');
  const [box, width] = useWidth();
  const question = useMemo(() => ({ run: document.run.folder, arm: arm.id }), [document.run.folder, arm.id]);
  const { answer, problem, again } = useAnswer('run:tail', question);
  return (
    <section className="pane flame-tab scroll" role="region" aria-label={t('tabs.tail')} tabIndex={0} data-testid="result-tail" data-bins={answer?.bins.length ?? 0}>
      <div className="ph rule-b"><h2>{armName(arm.id)}</h2><span className="small dim ell">{t('tailOf.sub')}</span></div>
      <div ref={box} />
      {problem !== null ? <Failed what={t('tailOf.failed')} why={problem} onAgain={again} />
        : answer === null ? <Loading text={t('tailOf.loading')} />
          : answer.bins.length === 0 ? <div className="empty"><p>{arm.reason ?? t('noFigureYet')}</p></div>
            : <>{width > 0 ? <Chart tail={answer} arm={arm} width={width} /> : null}<TailTable tail={answer} /></>}
    </section>
  );
}

/** Leaves that take any time, in the order of the handshake; every stretch has them all. */
const shownIn = ({ bins }: TailDocument): PhaseId[] => [...new Set(bins.flatMap(({ phases }) => phases.filter(({ meanNs }) => meanNs > 0).map(({ id }) => id)))].sort((a, b) => orderOf(a) - orderOf(b));
const ORDER = Object.keys(PHASES);
const orderOf = (id: PhaseId): number => ORDER.indexOf(id);
const amountIn = (bin: TailBin, id: PhaseId): number => bin.phases.reduce((sum, phase) => sum + (phase.id === id ? phase.meanNs : 0), 0);

function Chart({ tail, arm, width }: { readonly tail: TailDocument; readonly arm: ArmResult; readonly width: number }) {
  const { t } = useTranslation('result');
  const explore = useExploreFrom();
  const [at, setAt] = useState<number | null>(null);
  const { bins } = tail;
  const ids = shownIn(tail);
  const most = Math.max(...bins.map(({ meanNs }) => meanNs), 1);
  const unit = timeUnit(most);
  const ticks = ticksIn(0, most);
  const plot = HEIGHT - TOP - FOOT;
  const y = (ns: number): number => TOP + plot - (ns / most) * plot;
  // Each stretch as wide as the next: the tail is what is looked at, and it would be a hairline.
  const step = (width - LEFT - RIGHT) / bins.length;
  const show = (bin: TailBin): void => explore?.(arm.id, { fromNs: bin.fromShare === 0 ? null : bin.fromNs, toNs: bin.toShare === 1 ? null : bin.toNs });
  const onKey = (event: KeyboardEvent): void => {
    const to = { ArrowLeft: (at ?? bins.length) - 1, ArrowRight: (at ?? -1) + 1, Home: 0, End: bins.length - 1 }[event.key];
    if (to !== undefined) setAt(Math.min(bins.length - 1, Math.max(0, to)));
    else if (event.key === 'Enter' && at !== null) show(bins[at] as TailBin);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const bin = at === null ? undefined : bins[at];
  return (
    <>
      <svg className="tail-chart" width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={t('tailOf.chart', { arm: armName(arm.id) })} tabIndex={0} data-testid="tail-chart" onKeyDown={onKey} onPointerLeave={() => setAt(null)} onBlur={() => setAt(null)}>
        {ticks.map((tick) => (
          <g key={tick}>
            <path d={`M${LEFT} ${y(tick)}H${width - RIGHT}`} className="gl" />
            <text x={LEFT - 8} y={y(tick) + 4} className="t3 e">{tick === ticks.at(-1) ? withUnit(tick, { ...unit, decimals: 0 }) : grouped(tick / unit.factor, tick % unit.factor === 0 ? 0 : 1)}</text>
          </g>
        ))}
        {bins.map((one, index) => {
          let foot = 0;
          const x = LEFT + index * step;
          return (
            <g key={one.fromShare} data-testid="tail-bin" onPointerEnter={() => setAt(index)} onClick={() => show(one)} className={explore ? 'tail-bin' : undefined}>
              <rect x={x} y={TOP} width={step} height={plot} className={at === index ? 'tail-on' : 'tail-off'} />
              {ids.map((id) => {
                const amount = amountIn(one, id);
                const box = { x: x + GAP / 2, y: y(foot + amount), width: Math.max(1, step - GAP), height: Math.max(0, y(foot) - y(foot + amount)) };
                foot += amount;
                return <rect key={id} {...box} {...(isWaiting(id) ? { fill: 'url(#hatch)', style: { stroke: 'var(--hatch)', strokeWidth: 0.5 } } : { style: paintOf(id) })} />;
              })}
              {one.outsideNs > 0.005 * one.meanNs ? <rect x={x + GAP / 2} y={y(foot + one.outsideNs)} width={Math.max(1, step - GAP)} height={Math.max(0, y(foot) - y(foot + one.outsideNs))} style={{ fill: 'none', stroke: 'var(--control-line)', strokeDasharray: '3 2' }} /> : null}
              {step > 30 ? <text x={x + step / 2} y={HEIGHT - 22} className="t3 c">{percentile(one.fromShare)}–{percentile(one.toShare)}</text> : null}
            </g>
          );
        })}
        <path d={`M${LEFT} ${TOP + plot + 0.5}H${width - RIGHT}`} className="tick" />
        <text x={LEFT} y={HEIGHT - 6} className="t3">{t('tailOf.axis')}</text>
      </svg>
      <div className="flame-legend tiny mid">
        {ids.map((id) => <span key={id} className="row gap1" data-gloss={id}><Swatch colour={PHASES[id].colour} hatched={isWaiting(id)} />{t(`phases:name.${phaseKey(id)}`)}</span>)}
        {bins.some(({ outsideNs, meanNs }) => outsideNs > 0.005 * meanNs) ? <span className="row gap1"><i className="sw tail-outside" />{t('tailOf.outside')}</span> : null}
      </div>
      <div className="flame-read rule-t" data-testid="tail-readout">
        {bin ? <BinFacts bin={bin} tail={tail} unit={unit} /> : <span className="dim">{t('tailOf.hint')}</span>}
      </div>
    </>
  );
}

const paintOf = (id: PhaseId) => {
  const { colour } = PHASES[id];
  const token = colour === null ? 'parent' : `ph-${colour}`;
  return { fill: `var(--${token})`, stroke: `var(--${token}-edge)`, strokeWidth: 0.5 };
};

/** What grew most against the first stretch. */
function BinFacts({ bin, tail, unit }: { readonly bin: TailBin; readonly tail: TailDocument; readonly unit: Unit }) {
  const { t } = useTranslation('result');
  const [first] = tail.bins;
  const grown = shownIn(tail).map((id) => ({ id, ns: amountIn(bin, id) - (first ? amountIn(first, id) : 0) })).sort((a, b) => b.ns - a.ns);
  const [most] = grown;
  const more = first ? bin.meanNs - first.meanNs : 0;
  return (
    <>
      <b>p{percentile(bin.fromShare)} … p{percentile(bin.toShare)}</b>
      <span>{timeText(bin.fromNs)} … {timeText(bin.toNs)}</span>
      <span><span className="dim">{t('mean')}</span> <b>{inUnit(bin.meanNs, unit)}</b> {unit.name}</span>
      <span><span className="dim">n</span> <b>{grouped(bin.handshakes)}</b></span>
      {most && more > 0 && most.ns > 0 ? <span className="flame-edges">{t('tailOf.grown', { phase: t(`phases:name.${phaseKey(most.id)}`), time: timeText(most.ns), share: percentOf(Math.min(1, most.ns / more)) })}</span> : null}
    </>
  );
}

function TailTable({ tail }: { readonly tail: TailDocument }) {
  const { t } = useTranslation('result');
  const ids = shownIn(tail);
  const unit = timeUnit(Math.max(...tail.bins.map(({ meanNs }) => meanNs), 1));
  const outside = tail.bins.some(({ outsideNs, meanNs }) => outsideNs > 0.005 * meanNs);
  return (
    <div className="result-scroll rule-t" role="region" aria-label={t('tabs.tail')} tabIndex={0}>
      <table className="tb" data-testid="tail-table">
        <caption className="visually-hidden">{t('tailOf.chart', { arm: armName(tail.arm) })}</caption>
        <thead><tr><th scope="col">{t('tailOf.phase', { unit: unit.name })}</th>{tail.bins.map((bin) => <th key={bin.fromShare} scope="col" className="num">{percentile(bin.fromShare)}–{percentile(bin.toShare)}</th>)}</tr></thead>
        <tbody>
          {ids.map((id) => <tr key={id}><td><span className="row gap2"><Swatch colour={PHASES[id].colour} hatched={isWaiting(id)} /><span data-gloss={id}>{t(`phases:name.${phaseKey(id)}`)}</span></span></td>{tail.bins.map((bin) => <td key={bin.fromShare} className="num">{inUnit(amountIn(bin, id), unit)}</td>)}</tr>)}
          {outside ? <tr><td>{t('tailOf.outside')}</td>{tail.bins.map((bin) => <td key={bin.fromShare} className="num">{inUnit(bin.outsideNs, unit)}</td>)}</tr> : null}
          <tr><td className="m">{t('mean')}</td>{tail.bins.map((bin) => <td key={bin.fromShare} className="num m">{inUnit(bin.meanNs, unit)}</td>)}</tr>
          <tr><td className="mid">n</td>{tail.bins.map((bin) => <td key={bin.fromShare} className="num mid">{grouped(bin.handshakes)}</td>)}</tr>
        </tbody>
      </table>
    </div>
  );
}
