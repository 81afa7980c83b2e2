/** Phases stacked against the percentile of the whole: which of them makes the tail. A stretch leads to its handshakes. */
import { useId, useMemo, useState, type KeyboardEvent, type SVGProps } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonIn } from '../../../shared/reasons/index.ts';
import { isWaiting, PHASES, type PhaseId } from '../../../shared/phases/tree.ts';
import { grouped, inUnit, NBSP, percentOf, signed, timeText, timeUnit, withUnit, type Unit } from '../../../shared/report/figures.ts';
import type { ArmResult, ResultDocument } from '../../../shared/result/document.ts';
import type { TailBin, TailDocument } from '../../../shared/tail.ts';
import { Failed, Loading } from '../../ui/Loading.tsx';
import { armName } from '../flame/names.ts';
import { Swatch } from '../flame/Readout.tsx';
import { phaseKey } from '../flame/text.ts';
import { ArmPicker } from './ArmPicker.tsx';
import { useExploreFrom } from './explore.ts';
import { amountIn, hasOutside, HEIGHT, LEFT, percentile, rangeOf, RIGHT, shownIn, tailLayout, walk, type TailPiece, type TailSpot } from './tail-layout.ts';
import { useArm } from './useArm.ts';
import { useAnswer } from './useAnswer.ts';
import { useWidth } from './useWidth.ts';

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
  const { t, i18n } = useTranslation('result');
  const [box, width] = useWidth();
  const question = useMemo(() => ({ run: document.run.folder, arm: arm.id }), [document.run.folder, arm.id]);
  const { answer, problem, again } = useAnswer('run:tail', question);
  return (
    <section className="pane flame-tab scroll" role="region" aria-label={t('tabs.tail')} tabIndex={0} data-testid="result-tail" data-bins={answer?.bins.length ?? 0}>
      <div className="ph rule-b"><h2>{armName(arm.id)}</h2><span className="small dim ell">{t('tailOf.sub')}</span></div>
      <div ref={box} />
      {problem !== null ? <Failed what={t('tailOf.failed')} why={problem} onAgain={again} />
        : answer === null ? <Loading text={t('tailOf.loading')} />
          : answer.bins.length === 0 ? <div className="empty"><p>{arm.reason === null ? t('noFigureYet') : reasonIn(arm.reason, i18n.language)}</p></div>
            : <>{width > 0 ? <Chart tail={answer} arm={arm} width={width} /> : null}<TailTable tail={answer} /></>}
    </section>
  );
}

function Chart({ tail, arm, width }: { readonly tail: TailDocument; readonly arm: ArmResult; readonly width: number }) {
  const { t } = useTranslation('result');
  const help = useId();
  const explore = useExploreFrom();
  const [pointed, setPointed] = useState<TailSpot | null>(null);
  const [walked, setWalked] = useState<TailSpot | null>(null);
  const layout = useMemo(() => tailLayout(tail, width), [tail, width]);
  const unit = timeUnit(Math.max(...tail.bins.map(({ meanNs }) => meanNs), 1));
  const spot = pointed ?? walked;
  const show = (bin: TailBin): void => explore?.(arm.id, { fromNs: bin.fromShare === 0 ? null : bin.fromNs, toNs: bin.toShare === 1 ? null : bin.toNs });
  const onKey = (event: KeyboardEvent): void => {
    const next = walk(layout, walked, event.key);
    const bin = walked && tail.bins[walked.column];
    if (next) setWalked(next);
    else if (event.key === 'Enter' && bin) show(bin);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const bin = spot === null ? undefined : tail.bins[spot.column];
  return (
    <>
      <p id={help} className="visually-hidden">{t('tailOf.help')}</p>
      <svg
        className="tail-chart" width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="application" aria-label={t('tailOf.chart', { arm: armName(arm.id) })} aria-describedby={help} tabIndex={0} data-testid="tail-chart"
        onKeyDown={onKey} onFocus={(event) => { if (event.currentTarget.matches(':focus-visible')) setWalked((before) => before ?? walk(layout, null, 'End')); }} onPointerLeave={() => setPointed(null)} onBlur={() => setWalked(null)}
      >
        {layout.ticks.map(({ ns, y }, index, all) => (
          <g key={ns}>
            <path d={`M${LEFT} ${y}H${width - RIGHT}`} className="gl" />
            <text x={LEFT - 8} y={y + 4} className="t3 e">{index === all.length - 1 ? withUnit(ns, { ...unit, decimals: 0 }) : grouped(ns / unit.factor, ns % unit.factor === 0 ? 0 : 1)}</text>
          </g>
        ))}
        {layout.columns.map(({ x, width: wide, step, label, pieces }, column) => {
          const own = tail.bins[column] as TailBin;
          return (
            <g key={own.fromShare} data-testid="tail-bin" data-range={rangeOf(own)} onClick={() => show(own)} className={explore ? 'tail-bin' : undefined}>
              <rect x={LEFT + column * step} y={layout.plotTop} width={step} height={layout.plotFoot - layout.plotTop} className={spot?.column === column ? 'tail-on' : 'tail-off'} onPointerMove={() => setPointed({ column, id: null })} />
              {pieces.map((piece) => (
                <rect key={piece.id ?? 'outside'} x={x} y={piece.y} width={wide} height={piece.height} onPointerMove={() => setPointed({ column, id: piece.id })} {...paintOf(piece)} />
              ))}
              {spot?.column === column && spot.id !== null ? pieces.filter(({ id }) => id === spot.id).map(({ y, height }) => <rect key="mark" x={x - 1} y={y - 1} width={wide + 2} height={height + 2} className="tail-mark" />) : null}
              {label ? <text x={x + wide / 2} y={HEIGHT - 22} className="t3 c">{label}</text> : null}
            </g>
          );
        })}
        <path d={`M${LEFT} ${layout.plotFoot + 0.5}H${width - RIGHT}`} className="tick" />
        <text x={LEFT} y={HEIGHT - 6} className="t3">{t('tailOf.axis')}</text>
      </svg>
      <div className="flame-legend tiny mid">
        {named(layout.ids, (id) => t(`phases:name.${phaseKey(id)}`)).map(({ id, name }) => <span key={id} className="row gap1" data-gloss={id}><Swatch colour={PHASES[id].colour} hatched={isWaiting(id)} />{name}</span>)}
        {layout.outside ? <span className="row gap1"><i className="sw tail-outside" />{t('tailOf.outside')}</span> : null}
      </div>
      <div className="flame-read rule-t" data-testid="tail-readout" aria-live={pointed === null ? 'polite' : 'off'}>
        {bin && spot ? <BinFacts bin={bin} id={spot.id} tail={tail} unit={unit} /> : <span className="dim">{t('tailOf.hint')}</span>}
      </div>
    </>
  );
}

/** What no hook splits has one name in several places: named once. */
function named(ids: readonly PhaseId[], nameOf: (id: PhaseId) => string): { id: PhaseId; name: string }[] {
  const all = ids.map((id) => ({ id, name: nameOf(id) }));
  return all.filter(({ id, name }, index) => all.findIndex((other) => other.name === name && PHASES[other.id].colour === PHASES[id].colour) === index);
}

function paintOf({ id, waiting, colour }: TailPiece): SVGProps<SVGRectElement> {
  if (id === null) return { className: 'tail-rest' };
  if (waiting) return { fill: 'url(#hatch)', style: { stroke: 'var(--hatch)', strokeWidth: 0.5 } };
  const token = colour === null ? 'parent' : `ph-${colour}`;
  return { style: { fill: `var(--${token})`, stroke: `var(--${token}-edge)`, strokeWidth: 0.5 } };
}

/** A stretch, and one phase of it; or which phase grew most against the first stretch. */
function BinFacts({ bin, id, tail, unit }: { readonly bin: TailBin; readonly id: PhaseId | null; readonly tail: TailDocument; readonly unit: Unit }) {
  const { t } = useTranslation('result');
  const [first] = tail.bins;
  const grownBy = (one: PhaseId): number => amountIn(bin, one) - (first ? amountIn(first, one) : 0);
  const most = shownIn(tail).map((one) => ({ id: one, ns: grownBy(one) })).sort((a, b) => b.ns - a.ns)[0];
  const more = first ? bin.meanNs - first.meanNs : 0;
  return (
    <>
      <b>p{percentile(bin.fromShare)} … p{percentile(bin.toShare)}</b>
      <span className="mid">{timeText(bin.fromNs)} … {timeText(bin.toNs)}</span>
      <span><span className="dim">{t('mean')}</span> <b>{inUnit(bin.meanNs, unit)}</b> {unit.name}</span>
      <span><span className="dim">n</span> <b>{grouped(bin.handshakes)}</b></span>
      {id !== null ? (
        <>
          <span className="row gap1"><Swatch colour={PHASES[id].colour} hatched={isWaiting(id)} /><span className="m">{t(`phases:name.${phaseKey(id)}`)}</span></span>
          <span><b>{inUnit(amountIn(bin, id), unit)}</b> {unit.name} <span className="dim">{percentOf(amountIn(bin, id) / bin.meanNs)}</span></span>
          {bin === first ? null : <span className="dim">{t('tailOf.against', { time: `${signed(grownBy(id) / unit.factor, unit.decimals)}${NBSP}${unit.name}` })}</span>}
        </>
      ) : most && more > 0 && most.ns > 0 ? <span>{t('tailOf.grown', { phase: t(`phases:name.${phaseKey(most.id)}`), time: timeText(most.ns), share: percentOf(Math.min(1, most.ns / more)) })}</span> : null}
    </>
  );
}

function TailTable({ tail }: { readonly tail: TailDocument }) {
  const { t } = useTranslation('result');
  const ids = shownIn(tail);
  const unit = timeUnit(Math.max(...tail.bins.map(({ meanNs }) => meanNs), 1));
  const outside = hasOutside(tail);
  return (
    <div className="result-scroll rule-t" role="region" aria-label={t('tailOf.table')} tabIndex={0}>
      <table className="tb" data-testid="tail-table">
        <caption className="visually-hidden">{t('tailOf.chart', { arm: armName(tail.arm) })}</caption>
        <thead><tr><th scope="col">{t('tailOf.phase', { unit: unit.name })}</th>{tail.bins.map((bin) => <th key={bin.fromShare} scope="col" className="num">{rangeOf(bin)}</th>)}</tr></thead>
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
