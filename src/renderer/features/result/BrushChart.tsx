/** One arm's distribution with its quantiles, and a stretch of it to choose: by drag, or by an end and the arrow keys. */
import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ArmResult } from '../../../shared/result/document.ts';
import { grouped, timeText, timeUnit, withUnit } from '../../../shared/report/figures.ts';
import { logTicks } from '../run/model.ts';
import { nudge, stretchOf, WHOLE, type Stretch } from './brush.ts';
import { densityOf, logX, type LogScale } from './scales.ts';

const HEIGHT = 118;
const LEFT = 16;
const FOOT = HEIGHT - 22;
const MOST_TICKS = 10;

/** All of it, the last handshake too: the tail is what is looked for. */
export function scaleOfArm({ distribution, handshake: { minNs, maxNs } }: ArmResult): LogScale | null {
  if (!distribution || minNs === null || maxNs === null) return null;
  const [fromNs, toNs] = [minNs / distribution.ratio, maxNs * distribution.ratio];
  return { fromNs, toNs, ticks: logTicks(fromNs, toNs, MOST_TICKS) };
}

interface BrushChartProps {
  readonly arm: ArmResult;
  readonly width: number;
  readonly stretch: Stretch;
  readonly onStretch: (stretch: Stretch) => void;
}

export function BrushChart({ arm, width, stretch, onStretch }: BrushChartProps) {
  const { t } = useTranslation('result');
  const svg = useRef<SVGSVGElement>(null);
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number } | null>(null);
  const scale = scaleOfArm(arm);
  if (!scale || !arm.distribution) return <p className="small dim run-pad">{t('noFigureYet')}</p>;
  const plot = width - 2 * LEFT;
  const x = (ns: number): number => logX(scale, ns, LEFT, plot);
  const points = densityOf(arm.distribution).filter(({ ns }) => ns >= scale.fromNs && ns <= scale.toNs);
  const most = Math.max(...points.map(({ share }) => share), 1e-9);
  const y = (share: number): number => FOOT - (share / most) * (FOOT - 26);
  const area = points.length > 1 ? `M${x(points[0]?.ns as number)} ${FOOT}${points.map(({ ns, share }) => `L${x(ns).toFixed(1)} ${y(share).toFixed(1)}`).join('')}L${x(points.at(-1)?.ns as number)} ${FOOT}Z` : '';
  const unit = timeUnit(scale.toNs);
  const { p50Ns, p95Ns, p99Ns } = arm.handshake;
  const marks = ([['p50', p50Ns], ['p95', p95Ns], ['p99', p99Ns]] as const).filter((mark): mark is readonly [typeof mark[0], number] => mark[1] !== null);
  const spaced = scale.ticks.filter((tick, index, all) => all.slice(0, index).every((before) => x(tick) - x(before) > 44));

  const at = (event: PointerEvent): number => event.clientX - (svg.current as SVGSVGElement).getBoundingClientRect().left;
  const end = (event: PointerEvent): void => {
    if (!drag) return;
    onStretch(stretchOf(scale, drag.from, at(event), LEFT, plot) ?? WHOLE);
    setDrag(null);
  };
  const shown = drag ? (stretchOf(scale, drag.from, drag.to, LEFT, plot) ?? stretch) : stretch;
  const chosen = shown.fromNs !== null || shown.toNs !== null;
  const [fromX, toX] = [shown.fromNs === null ? LEFT : x(shown.fromNs), shown.toNs === null ? LEFT + plot : x(shown.toNs)];
  const onKey = (which: 'from' | 'to') => (event: KeyboardEvent): void => {
    const steps = event.key === 'ArrowRight' || event.key === 'ArrowUp' ? 1 : event.key === 'ArrowLeft' || event.key === 'ArrowDown' ? -1 : event.key === 'PageUp' ? 10 : event.key === 'PageDown' ? -10 : 0;
    if (steps === 0 && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    onStretch(event.key === 'Escape' ? WHOLE : nudge(stretch, which, steps, scale));
  };
  const Handle = ({ which, ns, px }: { readonly which: 'from' | 'to'; readonly ns: number; readonly px: number }) => (
    <g className="brush-handle" role="slider" tabIndex={0} aria-label={t(`explore.${which}`)} aria-valuemin={scale.fromNs} aria-valuemax={scale.toNs} aria-valuenow={ns} aria-valuetext={timeText(ns)} data-testid={`brush-${which}`} onKeyDown={onKey(which)}>
      <rect className="brush-grip" x={px - 12} y={22} width={24} height={FOOT - 22} />
      <path d={`M${px} 22V${FOOT}`} />
      <rect className="brush-knob" x={px - 3} y={(22 + FOOT) / 2 - 8} width={6} height={16} rx={2} />
    </g>
  );
  return (
    <svg
      ref={svg} className="brush-chart" width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="group" aria-label={t('explore.chart')} data-testid="brush-chart"
      onPointerDown={(event) => { if (event.button === 0) { event.currentTarget.setPointerCapture(event.pointerId); setDrag({ from: at(event), to: at(event) }); } }}
      onPointerMove={(event) => { if (drag) setDrag({ ...drag, to: at(event) }); }}
      onPointerUp={end} onPointerCancel={() => setDrag(null)} onDoubleClick={() => onStretch(WHOLE)}
    >
      {spaced.map((tick, index) => (
        <g key={tick}>
          <path d={`M${x(tick)} 22V${FOOT}`} className="gl" />
          <text x={x(tick)} y={HEIGHT - 6} className={x(tick) < 34 ? "t3" : "t3 c"}>{index === 0 ? withUnit(tick, { ...unit, decimals: tick % unit.factor === 0 ? 0 : 1 }) : grouped(tick / unit.factor, tick % unit.factor === 0 ? 0 : 1)}</text>
        </g>
      ))}
      <path d={`M${LEFT} ${FOOT + 0.5}H${LEFT + plot}`} className="tick" />
      {area ? <path d={area} className="brush-area" /> : null}
      {chosen ? <rect className="brush-chosen" x={fromX} y={22} width={Math.max(1, toX - fromX)} height={FOOT - 22} data-testid="brush-chosen" /> : null}
      {marks.map(([name, ns], index) => (
        <g key={name}>
          <path d={`M${x(ns)} 22V${FOOT}`} className="brush-mark" />
          {/* Names that would lie on each other are left to the list. */}
          {marks.slice(0, index).every(([, before]) => x(ns) - x(before) > 74) ? <text x={x(ns)} y={14} className={x(ns) > width - 50 ? 'e' : 'c'}>{name} <tspan className="t3">{timeText(ns)}</tspan></text> : null}
        </g>
      ))}
      <Handle which="from" ns={shown.fromNs ?? scale.fromNs} px={fromX} />
      <Handle which="to" ns={shown.toNs ?? scale.toNs} px={toX} />
    </svg>
  );
}
