/** The blocks of a report as elements. Spacing is padding, never margin: heights add up when the preview breaks pages. */
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { flameOfArm } from '../../../shared/flame/data.ts';
import { flameRange, layoutFlame } from '../../../shared/flame/layout.ts';
import type { Block, Cell, Column, Drawing } from '../../../shared/report/block.ts';
import { goesOn } from '../../../shared/report/cells.ts';
import { latencyUnit, rateSeries, scalingSeries, scalingUnit } from '../../../shared/report/load.ts';
import type { ResultDocument } from '../../../shared/result/document.ts';
import { FlameSvg } from '../flame/FlameSvg.tsx';
import { Legend } from '../flame/Legend.tsx';
import { stackVersion } from '../flame/names.ts';
import { flameText, unitOf } from '../flame/text.ts';
import { DistributionChart } from '../result/DistributionChart.tsx';
import { LineChart } from '../result/LineChart.tsx';
import { kneeBand, latencyLines, scalingLines } from '../result/load-lines.ts';
import { NoiseChart } from '../result/NoiseChart.tsx';
import { useLanguage } from '../result/useLanguage.ts';
import { NoteView } from './NoteView.tsx';
import { VerdictMark } from './VerdictMark.tsx';

/** Of a block that breaks between rows: which rows, and whether its caption is drawn. */
export interface Part {
  readonly rows: readonly [number, number];
  readonly foot: boolean;
}

export interface BlockProps {
  readonly block: Block;
  /** What drawings are made from; null where the report has none. */
  readonly document: ResultDocument | null;
  /** Width of the text on paper, px. */
  readonly width: number;
  readonly part?: Part | undefined;
}

const TONE = { strong: 'b', dim: 'mid', bad: 'bad' } as const;
const Strong = ({ parts }: { readonly parts: readonly { readonly text: string; readonly strong: boolean }[] }): ReactNode => parts.map((one, index) => (one.strong ? <b key={index}>{one.text}</b> : <span key={index}>{one.text}</span>));

export function BlockView({ block, document, width, part }: BlockProps) {
  const cut = <T,>(rows: readonly T[]): readonly T[] => (part ? rows.slice(part.rows[0], part.rows[1]) : rows);
  const foot = part?.foot ?? true;
  switch (block.kind) {
    case 'title':
      return <div className="rp-title"><p className="rp-eyebrow">{block.eyebrow}</p><h1>{block.text}</h1>{block.author === '' ? null : <p className="rp-author">{block.author}</p>}</div>;
    case 'verdict':
      return (
        <div className="rp-verdict">
          <p className="rp-lead"><Strong parts={block.parts} /></p>
          {block.notices.map((notice) => <p key={notice} className="rp-notice">{notice}</p>)}
          {block.details.length > 0 ? <ul>{block.details.map((parts, index) => <li key={index}><Strong parts={parts} /></li>)}</ul> : null}
        </div>
      );
    case 'heading':
      return <h2 className="rp-h2">{block.text}</h2>;
    case 'paragraph':
      return <p className="rp-p">{block.text}</p>;
    case 'table':
      return (
        <div className="rp-table">
          <table className="rt">
            <thead><tr>{block.columns.map((column, index) => <th key={index} scope="col" className={column.number ? 'num' : column.wrap ? 'wide' : undefined}>{column.text}</th>)}</tr></thead>
            <tbody>{cut(block.rows).map((row, index) => <tr key={index} className={goesOn(row) ? 'on' : undefined}>{cells(row, block.columns)}</tr>)}</tbody>
          </table>
          {foot && block.caption ? <p className="rp-cap">{block.caption}</p> : null}
        </div>
      );
    case 'pairs':
      return (
        <div className="rp-table">
          <table className="rt rt-kv">
            <tbody>{cut(block.rows).map((row, index) => <tr key={index}><th scope="row" className="mid">{row.name}</th><td className={row.mono ? 'mono' : undefined}>{row.value}</td></tr>)}</tbody>
          </table>
        </div>
      );
    case 'code':
      return <pre className="rp-code">{cut(block.text.split('\n')).map((line, index) => <div key={index}>{line || ' '}</div>)}</pre>;
    case 'note':
      return <div className="rp-note"><NoteView note={block.note} rows={part?.rows} /></div>;
    default:
      return document === null ? null : <Figure block={block} document={document} width={width} />;
  }
}

/** The drawing is apart from the words about it: it holds none that they and the table after it do not. */
function Figure({ block, document, width }: { readonly block: Drawing; readonly document: ResultDocument; readonly width: number }) {
  return (
    // A group: a PDF knows one kind of figure, which must have words for its drawing, and the drawing within is that.
    <figure className="rp-fig" role="group">
      {block.kind === 'flame' || block.kind === 'rates' ? <h3>{block.heading}</h3> : null}
      <div className="rp-drawing"><Drawn block={block} document={document} width={width} /></div>
      <figcaption className="rp-cap">{block.caption}</figcaption>
    </figure>
  );
}

function Drawn({ block, document, width }: { readonly block: Drawing; readonly document: ResultDocument; readonly width: number }) {
  switch (block.kind) {
    case 'flame': return <FlameFigure block={block} document={document} width={width} />;
    case 'noise': return <NoiseFigure block={block} document={document} width={width} />;
    case 'rates': return <RatesFigure block={block} document={document} width={width} />;
    case 'scaling': return <ScalingFigure block={block} document={document} width={width} />;
    case 'distribution': return <DistributionFigure block={block} document={document} width={width} />;
  }
}

function cells(row: readonly Cell[], columns: readonly Column[]): ReactNode[] {
  let at = 0;
  return row.map((cell, index) => {
    const column = columns[at];
    const number = (column?.number ?? false) && cell.span === undefined;
    at += cell.span ?? 1;
    const classes = [number ? 'num' : '', cell.tone ? TONE[cell.tone] : '', cell.span === undefined && !column?.wrap ? '' : 'wrap'].filter(Boolean).join(' ');
    const content = <>{cell.mark === undefined ? null : <VerdictMark verdict={cell.mark} />}{cell.text}{cell.pm === undefined ? null : <span className="rp-pm"> {cell.pm}</span>}</>;
    // The first cell names its row; a reason that takes a whole row names nothing.
    return index === 0 && cell.span === undefined && cell.text !== ''
      ? <th key={index} scope="row" className={classes || undefined}>{content}</th>
      : <td key={index} colSpan={cell.span} className={classes || undefined}>{content}</td>;
  });
}

type Of<K extends Drawing['kind']> = { readonly block: Extract<Drawing, { kind: K }>; readonly document: ResultDocument; readonly width: number };

function FlameFigure({ block, document, width }: Of<'flame'>) {
  const { t } = useTranslation('phases');
  const arm = document.arms.find((one) => one.id === block.arm);
  const data = useMemo(() => arm && flameOfArm(arm), [arm]);
  if (!arm || !data) return null;
  const whole = flameRange(data);
  const at = (share: number): number => whole.from + share * (whole.to - whole.from);
  const layout = layoutFlame({ data, width, text: flameText(t, unitOf('time', data)), gutter: 84, ...(block.part === null ? {} : { view: { from: at(block.part[0]), to: at(block.part[1]) } }) });
  const names = {
    client: t('side.client'), clientVersion: stackVersion(arm.client.stack, arm.client.version), server: t('side.server'), serverVersion: stackVersion(arm.server.stack, arm.server.version),
    messages: data.messages.length > 0 ? t('messages') : '',
  };
  return <><FlameSvg layout={layout} names={names} label={`${block.heading}. ${block.caption}`} />{block.part === null ? <Legend data={data} /> : null}</>;
}

function DistributionFigure({ block, document, width }: Of<'distribution'>) {
  const { t } = useTranslation('result');
  return <DistributionChart arms={document.arms} width={width} rowHeight={34} label={block.caption} failedText={t('failed')} />;
}

function NoiseFigure({ block, document, width }: Of<'noise'>) {
  return <NoiseChart slices={document.noise.slices} width={width} language={useLanguage()} label={block.caption} rowHeight={28} />;
}

function RatesFigure({ block, document, width }: Of<'rates'>) {
  const { t } = useTranslation('result');
  const all = rateSeries(document);
  const series = all.find((one) => one.name === block.series);
  if (!series) return null;
  const unit = latencyUnit(document);
  return <LineChart lines={latencyLines(series)} over={all.flatMap(latencyLines)} width={width} height={210} label={block.caption} xName={t('load.rateAxis')} x="linear" y="log" factor={unit.factor} decimals={unit.decimals} band={kneeBand(series.knee, t('load.knee'))} />;
}

function ScalingFigure({ block, document, width }: Of<'scaling'>) {
  const { t } = useTranslation('result');
  const series = scalingSeries(document, block.axis);
  const unit = scalingUnit(document, block.axis);
  const each = Math.floor((width - 12) / 2);
  const name = t(`load.axis.${block.axis}`);
  return (
    <div className="rp-two">
      <LineChart lines={scalingLines(series, 'rate')} width={each} height={190} label={t('load.rateChart', { axis: name })} xName={name} x="even" y="zero" />
      <LineChart lines={scalingLines(series, 'p50')} width={each} height={190} label={t('load.latencyChart', { axis: name })} xName={name} x="even" y="zero" factor={unit.factor} decimals={unit.decimals} />
    </div>
  );
}
