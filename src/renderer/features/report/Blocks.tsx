/** The blocks of a report as elements. Spacing is padding, never margin: heights add up when the preview breaks pages. */
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { flameOfArm } from '../../../shared/flame/data.ts';
import { layoutFlame } from '../../../shared/flame/layout.ts';
import { timeUnit } from '../../../shared/report/figures.ts';
import { rateSeries, scalingSeries } from '../../../shared/report/load.ts';
import { scalingUnit, type Block, type Cell } from '../../../shared/report/model.ts';
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

/** Of a block that breaks between rows: which rows, and whether its caption is drawn. */
export interface Part {
  readonly rows: readonly [number, number];
  readonly foot: boolean;
}

export interface BlockProps {
  readonly block: Block;
  readonly document: ResultDocument;
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
      return <div className="rp-title"><p className="rp-eyebrow">{block.eyebrow}</p><h1>{block.text}</h1></div>;
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
            <thead><tr>{block.columns.map((column, index) => <th key={index} scope="col" className={column.number ? 'num' : undefined}>{column.text}</th>)}</tr></thead>
            <tbody>{cut(block.rows).map((row, index) => <tr key={index}>{cells(row, block.columns.map((column) => column.number))}</tr>)}</tbody>
          </table>
          {foot && block.caption ? <p className="rp-cap">{block.caption}</p> : null}
        </div>
      );
    case 'pairs':
      return (
        <div className="rp-table">
          <table className="rt rt-kv">
            <tbody>{cut(block.rows).map((row, index) => <tr key={index}><td className="mid">{row.name}</td><td className={row.mono ? 'mono' : undefined}>{row.value}</td></tr>)}</tbody>
          </table>
        </div>
      );
    case 'code':
      return <pre className="rp-code">{cut(block.text.split('\n')).map((line, index) => <div key={index}>{line || ' '}</div>)}</pre>;
    case 'flame':
      return <FlameFigure block={block} document={document} width={width} />;
    case 'noise':
      return <NoiseFigure block={block} document={document} width={width} />;
    case 'rates':
      return <RatesFigure block={block} document={document} width={width} />;
    case 'scaling':
      return <ScalingFigure block={block} document={document} width={width} />;
    case 'distribution':
      return <DistributionFigure block={block} document={document} width={width} />;
  }
}

function cells(row: readonly Cell[], numbers: readonly boolean[]): ReactNode[] {
  let at = 0;
  return row.map((cell, index) => {
    const number = (numbers[at] ?? false) && cell.span === undefined;
    at += cell.span ?? 1;
    const classes = [number ? 'num' : '', cell.tone ? TONE[cell.tone] : '', cell.span === undefined ? '' : 'wrap'].filter(Boolean).join(' ');
    return <td key={index} colSpan={cell.span} className={classes || undefined}>{cell.text}{cell.pm === undefined ? null : <span className="rp-pm"> {cell.pm}</span>}</td>;
  });
}

function FlameFigure({ block, document, width }: { readonly block: Extract<Block, { kind: 'flame' }>; readonly document: ResultDocument; readonly width: number }) {
  const { t } = useTranslation('phases');
  const arm = document.arms.find((one) => one.id === block.arm);
  const data = useMemo(() => arm && flameOfArm(arm), [arm]);
  if (!arm || !data) return null;
  const layout = layoutFlame({ data, width, text: flameText(t, unitOf('time', data)), gutter: 84 });
  const names = {
    client: t('side.client'), clientVersion: stackVersion(arm.client.stack, arm.client.version), server: t('side.server'), serverVersion: stackVersion(arm.server.stack, arm.server.version),
    messages: data.messages.length > 0 ? t('messages') : '',
  };
  return (
    <figure className="rp-fig">
      <h3>{block.heading}</h3>
      <FlameSvg layout={layout} names={names} label={`${block.heading}. ${block.caption}`} />
      {block.legend ? <Legend data={data} /> : null}
      <figcaption className="rp-cap">{block.caption}</figcaption>
    </figure>
  );
}

function DistributionFigure({ block, document, width }: { readonly block: Extract<Block, { kind: 'distribution' }>; readonly document: ResultDocument; readonly width: number }) {
  const { t } = useTranslation('result');
  return (
    <figure className="rp-fig">
      <DistributionChart arms={document.arms} width={width} rowHeight={34} label={block.caption} failedText={t('failed')} />
      <figcaption className="rp-cap">{block.caption}</figcaption>
    </figure>
  );
}

function NoiseFigure({ block, document, width }: { readonly block: Extract<Block, { kind: 'noise' }>; readonly document: ResultDocument; readonly width: number }) {
  const language = useLanguage();
  return (
    <figure className="rp-fig">
      <NoiseChart slices={document.noise.slices} width={width} language={language} label={block.caption} rowHeight={28} />
      <figcaption className="rp-cap">{block.caption}</figcaption>
    </figure>
  );
}

function RatesFigure({ block, document, width }: { readonly block: Extract<Block, { kind: 'rates' }>; readonly document: ResultDocument; readonly width: number }) {
  const { t } = useTranslation('result');
  const all = rateSeries(document);
  const series = all.find((one) => one.name === block.series);
  if (!series) return null;
  const over = all.flatMap(latencyLines);
  const unit = timeUnit(Math.max(1e6, ...over.flatMap((line) => line.points.map((point) => point.y))));
  return (
    <figure className="rp-fig">
      <h3>{block.heading}, {unit.name}</h3>
      <LineChart lines={latencyLines(series)} over={over} width={width} height={210} label={block.caption} xName={t('load.rateAxis')} x="linear" y="log" factor={unit.factor} decimals={unit.decimals} band={kneeBand(series.knee, t('load.knee'))} />
      <figcaption className="rp-cap">{block.caption}</figcaption>
    </figure>
  );
}

function ScalingFigure({ block, document, width }: { readonly block: Extract<Block, { kind: 'scaling' }>; readonly document: ResultDocument; readonly width: number }) {
  const { t } = useTranslation('result');
  const series = scalingSeries(document, block.axis);
  const unit = scalingUnit(document, block.axis);
  const each = Math.floor((width - 12) / 2);
  const name = t(`load.axis.${block.axis}`);
  return (
    <figure className="rp-fig">
      <div className="rp-two">
        <LineChart lines={scalingLines(series, 'rate')} width={each} height={190} label={t('load.rateChart', { axis: name })} xName={name} x="even" y="zero" />
        <LineChart lines={scalingLines(series, 'p50')} width={each} height={190} label={t('load.latencyChart', { axis: name })} xName={name} x="even" y="zero" factor={unit.factor} decimals={unit.decimals} />
      </div>
      <figcaption className="rp-cap">{block.caption}</figcaption>
    </figure>
  );
}
