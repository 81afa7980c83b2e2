/** Both sides' phases as wide as in A, coloured by what B changed; grey where the interval holds zero. */
import { useTranslation } from 'react-i18next';
import type { ComparedArm } from '../../../shared/compare/document.ts';
import { signed, timeUnit } from '../../../shared/report/figures.ts';
import { PHASES } from '../../../shared/phases/tree.ts';
import { useWidth } from '../result/useWidth.ts';
import { differenceRows, type DifferenceBox } from '../../../shared/compare/flame.ts';

const ROW = 36;
const EDGE = 3;

/** `open`: with the table of its phases shown. */
export function DifferentialFlame({ arm, open = false }: { readonly arm: ComparedArm; readonly open?: boolean }) {
  const { t } = useTranslation(['compare', 'phases']);
  const [box, width] = useWidth();
  const unit = timeUnit(Math.max(...arm.phases.map(({ aNs }) => aNs ?? 0), 1e6));
  const nameOf = (id: string): string => t(`phases:name.${id.replaceAll('.', '_')}` as 'phases:name.c');
  const say = (value: number): string => `${signed(value / unit.factor, Math.max(1, unit.decimals))}\u00a0${unit.name}`;
  return (
    <section className="rule-b" aria-label={t('flame')} data-testid="compare-flame">
      <div className="ph rule-b"><h2>{t('flame')}</h2><span className="small dim ell">{t('flameSub')}</span>
        <span className="r row gap2 small"><i className="compare-key faster" />{t('faster')}<i className="compare-key slower" />{t('slower')}<i className="compare-key same" />{t('same')}</span>
      </div>
      <div ref={box} className="compare-flame">
        {(['client', 'server'] as const).map((side) => {
          const rows = differenceRows(arm.phases, side, Math.max(0, width - 80));
          return (
            <div key={side} className="row compare-flame-side">
              <span className="small mid compare-flame-name">{t(side === 'client' ? 'aSide' : 'bSide')}</span>
              <svg width={Math.max(0, width - 80)} height={rows.length * ROW} role="img" aria-label={`${t('flame')}: ${t(side === 'client' ? 'aSide' : 'bSide')}`}>
                {rows.flatMap((row, level) => row.map((one) => <Box key={`${one.id} ${String(one.x)}`} one={one} y={level * ROW} name={nameOf(one.id)} value={one.differenceNs === null ? '' : say(one.differenceNs)} />))}
              </svg>
            </div>
          );
        })}
      </div>
      <details className="compare-says small" open={open}><summary>{t('phase')}</summary>
        <table className="tb"><thead><tr><th>{t('phase')}</th><th className="num">A, {unit.name}</th><th className="num">B, {unit.name}</th><th className="num">{t('difference')}</th></tr></thead>
          <tbody>{arm.phases.map((one) => (
            <tr key={`${one.id} ${one.parent ?? ''}`}><td>{nameOf(one.id)} <span className="dim">{one.id}</span></td><td className="num">{one.aNs === null ? '' : (one.aNs / unit.factor).toFixed(1)}</td><td className="num">{one.bNs === null ? '' : (one.bNs / unit.factor).toFixed(1)}</td><td className={`num ${one.defended ? 'm' : 'dim'}`}>{one.differenceNs === null ? '' : say(one.differenceNs)}</td></tr>
          ))}</tbody>
        </table>
      </details>
    </section>
  );
}

function Box({ one, y, name, value }: { readonly one: DifferenceBox; readonly y: number; readonly name: string; readonly value: string }) {
  const roomy = one.width > 56;
  // On a full colour ink cannot be read; on a light one the surface's colour cannot.
  const on = one.tone !== 'same' && one.strength > 0.5 ? ' on' : '';
  return (
    <g>
      <title>{`${name} (${one.id}): ${value}`}</title>
      <rect x={one.x} y={y} width={Math.max(1, one.width - 1)} height={ROW - 2} rx={2} className={`compare-box ${one.tone}`} style={{ fillOpacity: one.tone === 'same' ? 1 : one.strength > 0.5 ? 1 : 0.15 + 0.3 * one.strength }} />
      {/* The phase keeps its colour: a left edge. */}
      {one.width > 8 && PHASES[one.id].colour !== null ? <rect x={one.x} y={y} width={EDGE} height={ROW - 2} style={{ fill: `var(--ph-${PHASES[one.id].colour})` }} /> : null}
      {roomy ? <><text x={one.x + 6} y={y + 14} className={`compare-label${on}`}>{clipped(name, one.width - 10)}</text><text x={one.x + 6} y={y + 28} className={`compare-label strong${on}`}>{clipped(value, one.width - 10)}</text></> : null}
    </g>
  );
}

/** About 6.2 px a letter at 11 px; Chinese letters are twice as wide. */
function clipped(text: string, width: number): string {
  let used = 0;
  for (const [index, letter] of [...text].entries()) {
    used += /[\u2e80-\uffef]/.test(letter) ? 11.5 : 6.2;
    if (used > width) return index < 2 ? '' : `${[...text].slice(0, index - 1).join('')}…`;
  }
  return text;
}
