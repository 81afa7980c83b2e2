/** What went over the wire: each arm's cost, and one handshake's messages with the phases of both sides beside them. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResultDocument } from '../../../shared/result/document.ts';
import type { WireArm, WireMessage } from '../../../shared/result/wire.ts';
import { grouped, NONE, timeText } from '../../../shared/report/figures.ts';
import { WIRE_WORDS, wireCells } from '../../../shared/report/wire.ts';
import { ROW_HEIGHT, sequenceOf, type SequenceBand } from '../../../shared/wire/sequence.ts';
import { armName } from '../flame/names.ts';
import { phaseKey } from '../flame/text.ts';
import { useLanguage } from './useLanguage.ts';
import { useWidth } from './useWidth.ts';

const TIME_WIDTH = 84;
const BAND_WIDTH = 148;
const LEAST_WIDTH = 620;
/** Below this a band's name does not fit into it. */
const NAMED_HEIGHT = 15;

export function WireTab({ document }: { readonly document: ResultDocument }) {
  const { t } = useTranslation('result');
  const language = useLanguage();
  const [selected, setSelected] = useState(0);
  const words = WIRE_WORDS[language];
  const arm = document.wire[selected];
  return (
    <div className="checks-tab scroll" role="region" aria-label={t('tabs.wire')} tabIndex={0}>
      <section className="pane rule-b" data-testid="result-wire">
        <div className="ph rule-b"><h2>{words.title}</h2></div>
        <div className="result-scroll">
          <table className="tb">
            <thead><tr>{words.head.map((text, index) => <th key={text} className={index > 0 && index < 5 ? 'num' : 'small'}>{text}</th>)}</tr></thead>
            <tbody>
              {document.wire.map((one, index) => (
                <tr key={one.arm} aria-selected={index === selected} className={index === selected ? 'on' : ''} data-testid="wire-arm">
                  {wireCells(one, language).map((text, cell) => (
                    <td key={words.head[cell]} className={cell > 0 && cell < 5 ? 'num' : 'small wire-text'}>
                      {cell === 0 ? <button type="button" className="link" onClick={() => setSelected(index)}>{text}</button> : text}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <p className="tiny dim run-pad noise-says">{words.note}</p>
      </section>
      {arm?.example ? <MessageSequence arm={arm} example={arm.example} /> : null}
    </div>
  );
}

function MessageSequence({ arm, example }: { readonly arm: WireArm; readonly example: NonNullable<WireArm['example']> }) {
  const { t } = useTranslation('result');
  const [box, measured] = useWidth();
  const sequence = useMemo(() => sequenceOf(example), [example]);
  const width = Math.max(measured, LEAST_WIDTH);
  const [left, right] = [TIME_WIDTH + BAND_WIDTH, width - BAND_WIDTH - 8];
  const head = t('wire.sequenceOf', { arm: armName(arm.arm) });
  return (
    <section className="pane rule-b" data-testid="wire-sequence">
      <div className="ph rule-b"><h2>{t('wire.sequence')}</h2><span className="small dim ell">{head}</span></div>
      <div className="wire-box" ref={box}>
        <svg className="wire-svg" width={width} height={sequence.height + 8} role="img" aria-label={head}>
          <defs>
            <pattern id="wire-wait" width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width={6} height={6} style={{ fill: 'var(--hatch-bg)' }} /><path d="M0 0V6" style={{ stroke: 'var(--hatch)' }} strokeWidth={1} /></pattern>
            <marker id="wire-head" viewBox="0 0 8 8" refX={7} refY={4} markerWidth={7} markerHeight={7} orient="auto"><path d="M0 1 7 4 0 7z" style={{ fill: 'var(--ink-2)' }} /></marker>
          </defs>
          <text className="wire-side" x={left - 8} y={11} textAnchor="end">{t('client')}</text>
          <text className="wire-side" x={right + 8} y={11}>{t('server')}</text>
          {[left, right].map((x) => <path key={x} d={`M${x} 16V${sequence.height}`} style={{ stroke: 'var(--control-line)' }} />)}
          {sequence.bands.map((band) => <Band key={`${band.id} ${band.y}`} band={band} x={band.side === 'client' ? left - BAND_WIDTH + 8 : right + 8} />)}
          {sequence.rows.map(({ message, y, first }, index) => (
            <g key={`${index} ${message.name}`}>
              {first ? <text className="wire-time" x={TIME_WIDTH - 10} y={y + 4} textAnchor="end">{timeText(message.atNs)}</text> : null}
              <path d={message.from === 'client' ? `M${left} ${y}H${right - 1}` : `M${right} ${y}H${left + 1}`} style={{ stroke: 'var(--ink-2)', strokeDasharray: message.seen === 'clear' ? undefined : '5 3' }} markerEnd="url(#wire-head)" />
              <Label message={message} x={(left + right) / 2} y={y - 5} width={right - left} />
            </g>
          ))}
        </svg>
      </div>
      <p className="tiny dim run-pad noise-says">{t('wire.sequenceNote')}</p>
      <details className="wire-details run-pad">
        <summary className="small">{t('wire.table')}</summary>
        <table className="tb" data-testid="wire-table">
          <thead><tr><th className="num">{t('wire.at')}</th><th>{t('wire.from')}</th><th>{t('wire.message')}</th><th className="num">{t('wire.bytes')}</th><th>{t('wire.seenHead')}</th></tr></thead>
          <tbody>
            {example.messages.map((message, index) => (
              <tr key={`${index} ${message.name}`}>
                <td className="num">{timeText(message.atNs)}</td><td className="small">{t(message.from)}</td><td className="small">{message.name}{message.detail === null ? '' : ` · ${message.detail}`}</td><td className="num">{grouped(message.bytes)}</td><td className="small">{t(`wire.seen.${message.seen}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

function Label({ message, x, y, width }: { readonly message: WireMessage; readonly x: number; readonly y: number; readonly width: number }) {
  const text = `${message.name}${message.detail === null ? '' : ` · ${message.detail}`}`;
  return (
    <text className="wire-label" x={x} y={y} textAnchor="middle">
      <tspan className="m">{text.length * 7 > width ? `${text.slice(0, Math.floor(width / 7) - 1)}…` : text}</tspan>
      <tspan className="wire-bytes" dx={8}>{grouped(message.bytes)} B</tspan>
    </text>
  );
}

function Band({ band, x }: { readonly band: SequenceBand; readonly x: number }) {
  const { t } = useTranslation('phases');
  const name = t(`name.${phaseKey(band.id)}`);
  const token = band.colour === null ? 'parent' : `ph-${band.colour}`;
  const waits = band.kind !== 'work';
  const width = BAND_WIDTH - 16;
  const short = t(`short.${phaseKey(band.id)}`, { defaultValue: name });
  const fits = (text: string): boolean => text.length * 6.2 < width - 8;
  const label = [`${name} ${timeText(band.ns)}`, `${short} ${timeText(band.ns)}`, short].find(fits) ?? null;
  return (
    <g>
      <title>{`${name} · ${band.ns > 0 ? timeText(band.ns) : NONE}`}</title>
      <rect x={x} y={band.y} width={width} height={Math.max(1, band.height - 0.5)} style={waits ? { fill: 'url(#wire-wait)' } : { fill: `var(--${token})` }} />
      {band.height >= NAMED_HEIGHT && label !== null ? (
        <>
          {waits ? <rect x={x + 4} y={band.y + Math.min(band.height, ROW_HEIGHT) / 2 - 7} width={label.length * 6.2} height={14} style={{ fill: 'var(--hatch-bg)' }} /> : null}
          <text className="wire-band" x={x + 6} y={band.y + Math.min(band.height, ROW_HEIGHT) / 2 + 4} style={{ fill: waits ? 'var(--ink-2)' : `var(--${token}-ink)` }}>{label}</text>
        </>
      ) : null}
    </g>
  );
}
