/** Small multiples on one log axis: a density for each arm, its median, and the medians of its rounds as ticks. Vector, for screen and paper. */
import { useTranslation } from 'react-i18next';
import { reasonIn } from '../../../shared/reasons/index.ts';
import type { ArmResult } from '../../../shared/result/document.ts';
import { grouped, rounded, timeUnit, withUnit } from '../../../shared/report/figures.ts';
import { armName } from '../flame/names.ts';
import { densityOf, distributionScale, logX } from './scales.ts';
import { useLanguage } from './useLanguage.ts';

export interface DistributionProps {
  readonly arms: readonly ArmResult[];
  readonly width: number;
  readonly rowHeight?: number;
  readonly label: string;
  readonly failedText: string;
  /** An arm was chosen; its name then says that it can be. */
  readonly onArm?: ((id: string) => void) | undefined;
  readonly armHint?: string | undefined;
}

export function DistributionChart({ arms, width, rowHeight = 46, label, failedText, onArm, armHint }: DistributionProps) {
  const language = useLanguage();
  const scale = distributionScale(arms);
  const nameWidth = Math.min(190, Math.max(120, width * 0.22));
  const figures = 112;
  const plot = width - nameWidth - figures;
  const height = 18 + arms.length * rowHeight + 22;
  const unit = timeUnit(scale?.toNs ?? 1e6);
  const x = (ns: number): number => (scale ? logX(scale, ns, nameWidth, plot) : nameWidth);
  const densities = arms.map((arm) => (arm.distribution ? densityOf(arm.distribution) : []));
  const most = Math.max(...densities.flat().map((point) => point.share), 1e-9);
  const inside = (ns: number): boolean => scale !== null && ns >= scale.fromNs && ns <= scale.toNs;
  const spaced = (scale?.ticks ?? []).filter((tick, index, all) => all.slice(0, index).every((before) => x(tick) - x(before) > 34));
  return (
    <svg className="dist" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role={onArm ? 'group' : 'img'} aria-label={label} data-testid="distribution-chart">
      {spaced.map((tick, index) => (
        <g key={tick}>
          <path d={`M${x(tick)} 16V${height - 18}`} className="gl" />
          <text x={x(tick)} y={height - 5} className="t3 c">{index === 0 ? withUnit(tick, { ...unit, decimals: tick % unit.factor === 0 ? 0 : 1 }) : grouped(tick / unit.factor, tick % unit.factor === 0 ? 0 : 1)}</text>
        </g>
      ))}
      <text x={width - 52} y={10} className="t3 e">p50</text>
      <text x={width} y={10} className="t3 e">p99</text>
      {arms.map((arm, index) => {
        const foot = 18 + index * rowHeight + rowHeight - 11;
        const points = (densities[index] ?? []).filter((point) => inside(point.ns));
        const y = (share: number): number => foot - (share / most) * (rowHeight - 13);
        const area = points.length > 1 ? `M${x(points[0]?.ns as number)} ${foot}${points.map((point) => `L${x(point.ns).toFixed(1)} ${y(point.share).toFixed(1)}`).join('')}L${x(points.at(-1)?.ns as number)} ${foot}Z` : '';
        const p50 = arm.handshake.p50Ns;
        const why = arm.reason && reasonIn(arm.reason, language);
        return (
          <g key={arm.id}>
            <path d={`M${nameWidth} ${foot + 0.5}H${nameWidth + plot}`} className="tick" />
            <ArmLabel id={arm.id} y={foot - 6} room={nameWidth - 8} />
            {arm.state === 'failed' ? (
              <text x={nameWidth + 6} y={foot - 6} style={{ fill: 'var(--bad)' }}><title>{why}</title>{shortened(`${failedText}${why ? `: ${why}` : ''}`, width - nameWidth - 6)}</text>
            ) : (
              <>
                {area ? <path d={area} style={{ fill: 'var(--same)', fillOpacity: 0.6 }} /> : null}
                <path d={arm.roundMediansNs.filter(inside).map((ns) => `M${x(ns).toFixed(1)} ${foot + 2}v5`).join('')} style={{ stroke: 'var(--ink-3)', strokeWidth: 1 }} />
                {p50 !== null && inside(p50) ? <path d={`M${x(p50)} ${foot}V${foot - rowHeight + 11}`} className="ink" strokeWidth={1.6} /> : null}
                <text x={width - 52} y={foot - 6} className="e tb6">{rounded(p50, arm.handshake.p50CiNs, unit)}</text>
                <text x={width} y={foot - 6} className="e">{rounded(arm.handshake.p99Ns, arm.handshake.p99CiNs, unit)}</text>
              </>
            )}
            {onArm && arm.state === 'good' ? (
              <rect className="dist-hit" x={0} y={foot - rowHeight + 11} width={width} height={rowHeight} role="button" tabIndex={0} aria-label={`${armName(arm.id)}: ${armHint ?? ''}`} data-testid="dist-arm" data-arm={arm.id} onClick={() => onArm(arm.id)}
                onKeyDown={(event) => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); onArm(arm.id); } }}><title>{armHint}</title></rect>
            ) : null}
          </g>
        );
      })}
    </svg>
  );
}

/** About 6 px a letter; the whole stands in the arms table and on hover. */
const shortened = (text: string, room: number): string => (text.length * 6 <= room ? text : `${text.slice(0, Math.max(0, Math.floor(room / 6) - 1))}…`);

/** The stacks, and below them the setting where the run swept one. */
function ArmLabel({ id, y, room }: { readonly id: string; readonly y: number; readonly room: number }) {
  const [stacks, ...setting] = id.split(' · ');
  if (setting.length === 0) return <text x={0} y={y} className="t1">{armName(stacks as string)}</text>;
  return (
    <>
      <text x={0} y={y - 7} className="t1">{armName(stacks as string)}</text>
      <text x={0} y={y + 6} className="t3" textLength={setting.join(' · ').length * 6 > room ? room : undefined} lengthAdjust="spacingAndGlyphs">{setting.join(' · ')}</text>
    </>
  );
}

/** For a caption beside the chart. */
export function useDistributionWords(): { readonly label: string; readonly failedText: string; readonly note: string; readonly armHint: string } {
  const { t } = useTranslation('result');
  return { label: t('distributionNote'), failedText: t('failed'), note: t('distributionNote'), armHint: t('explore.show') };
}
