/** The same layout as vectors, for paper and for files. Colours come from the tokens of the subtree it stands in. */
import { useId } from 'react';
import { END_CAP, PHASE_EDGE, type FlameLayout, type Line, type Rect } from '../../../shared/flame/layout.ts';
import type { FlameNames } from './paint.ts';
import { mixed } from './colours.ts';
import { measure } from './text.ts';

const ANCHOR = { left: 'start', right: 'end', centre: 'middle' } as const;

const Words = ({ line, fill }: { readonly line: Line; readonly fill: string }) => (
  <text x={line.x} y={line.y} textAnchor={ANCHOR[line.align]} style={{ fill, fontWeight: line.strong ? 500 : 400 }}>
    {line.text}
  </text>
);

function Bar({ rect, hatch }: { readonly rect: Rect; readonly hatch: { readonly wait: string; readonly wakeup: string } }) {
  const box = { x: rect.x + 0.5, y: rect.y + 0.5, width: Math.max(rect.width - 1, 0.5), height: rect.height - 1, rx: Math.min(2, rect.width / 2) };
  if (rect.shift) {
    const { tone, mix, text } = rect.shift.tint;
    const fill = tone === 'same' ? 'var(--same)' : mixed(`var(--${tone})`, `var(--${tone}-tint)`, mix);
    const edge = tone === 'same' ? 'var(--parent-edge)' : `var(--${tone})`;
    const waits = rect.kind === 'wait' || rect.kind === 'wakeup';
    return (
      <g>
        <rect {...box} style={{ fill, stroke: edge }} />
        {waits ? <rect {...box} fill={`url(#${hatch[rect.kind === 'wait' ? 'wait' : 'wakeup']}l)`} /> : rect.colour !== null && rect.width > 2 * PHASE_EDGE ? <rect x={rect.x + 1} y={rect.y + 1} width={PHASE_EDGE} height={rect.height - 2} style={{ fill: `var(--ph-${rect.colour})` }} /> : null}
        {rect.lines.map((line) => (
          <g key={line.y}>
            {waits ? <rect x={line.x - 2} y={line.y - 11} width={measure(line.text, line.strong) + 4} height={14} style={{ fill }} /> : null}
            <Words line={line} fill={tone === 'same' ? 'var(--same-ink)' : `var(--${text})`} />
          </g>
        ))}
      </g>
    );
  }
  if (rect.kind === 'wait' || rect.kind === 'wakeup') {
    return (
      <g>
        <rect {...box} fill={`url(#${hatch[rect.kind]})`} style={{ stroke: 'var(--hatch)' }} />
        {rect.lines.map((line) => (
          <g key={line.y}>
            <rect x={line.x - 2} y={line.y - 11} width={measure(line.text, line.strong) + 4} height={14} style={{ fill: 'var(--hatch-bg)' }} />
            <Words line={line} fill="var(--ink-2)" />
          </g>
        ))}
      </g>
    );
  }
  const token = rect.colour === null ? 'parent' : `ph-${rect.colour}`;
  return (
    <g>
      <rect {...box} style={{ fill: `var(--${token})`, stroke: `var(--${token}-edge)` }} />
      {rect.cap && rect.width > 2 * END_CAP ? <rect x={rect.x + rect.width - 1 - END_CAP} y={rect.y + 1} width={END_CAP} height={rect.height - 2} style={{ fill: `var(--ph-${rect.cap})` }} /> : null}
      {rect.lines.map((line) => (
        <Words key={line.y} line={line} fill={`var(--${token}-ink)`} />
      ))}
    </g>
  );
}

export function FlameSvg({ layout, names, label }: { readonly layout: FlameLayout; readonly names: FlameNames; readonly label: string }) {
  const id = useId();
  const hatch = { wait: `${id}w`, wakeup: `${id}k` };
  const clip = `${id}c`;
  return (
    <svg className="flame-svg" viewBox={`0 0 ${layout.width} ${layout.height}`} width={layout.width} height={layout.height} role="img" aria-label={label}>
      <defs>
        {(['wait', 'wakeup'] as const).map((kind) => (
          <pattern key={`${kind} lines`} id={`${hatch[kind]}l`} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform={`rotate(${kind === 'wait' ? 45 : -45})`}>
            <path d="M0 0V6" style={{ stroke: 'var(--ink-3)' }} strokeWidth={1} />
          </pattern>
        ))}
        {(['wait', 'wakeup'] as const).map((kind) => (
          <pattern key={kind} id={hatch[kind]} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform={`rotate(${kind === 'wait' ? 45 : -45})`}>
            <rect width={6} height={6} style={{ fill: 'var(--hatch-bg)' }} />
            <path d="M0 0V6" style={{ stroke: 'var(--hatch)' }} strokeWidth={1} />
          </pattern>
        ))}
        <clipPath id={clip}>
          <rect x={layout.left - 1} y={0} width={layout.right - layout.left + 2} height={layout.height} />
        </clipPath>
      </defs>
      {layout.ticks.map((tick) => {
        const atEnd = tick.x > layout.right - 14;
        return (
          <g key={tick.value}>
            <path d={`M${tick.x} ${layout.rulerY}V${layout.height}`} style={{ stroke: 'var(--grid)' }} />
            <path d={`M${tick.x} ${layout.rulerY - 4}v4`} style={{ stroke: 'var(--line-2)' }} />
            <Words line={{ x: atEnd ? layout.right : tick.x, y: layout.rulerY - 5, text: tick.text, strong: false, align: tick.x <= layout.left + 1 ? 'left' : atEnd ? 'right' : 'centre' }} fill="var(--ink-3)" />
          </g>
        );
      })}
      {[layout.rulerY, layout.laneTop, layout.laneBottom].map((y) => (
        <path key={y} d={`M${layout.left} ${y}H${layout.right}`} style={{ stroke: 'var(--control-line)' }} />
      ))}
      <Words line={{ x: 0, y: layout.clientY - 1, text: names.client, strong: true, align: 'left' }} fill="var(--ink)" />
      <Words line={{ x: 0, y: layout.clientY + 13, text: names.clientVersion, strong: false, align: 'left' }} fill="var(--ink-3)" />
      <Words line={{ x: 0, y: layout.serverY - 1, text: names.server, strong: true, align: 'left' }} fill="var(--ink)" />
      <Words line={{ x: 0, y: layout.serverY + 13, text: names.serverVersion, strong: false, align: 'left' }} fill="var(--ink-3)" />
      {names.messages ? <Words line={{ x: 0, y: (layout.laneTop + layout.laneBottom) / 2 + 4, text: names.messages, strong: false, align: 'left' }} fill="var(--ink-3)" /> : null}
      <g clipPath={`url(#${clip})`}>
        {layout.done.map((mark) => (
          <g key={mark.side}>
            <path d={`M${mark.x} ${mark.y1}V${mark.y2}`} style={{ stroke: 'var(--ink)' }} strokeDasharray="2 2" />
            <Words line={mark.line} fill="var(--ink)" />
          </g>
        ))}
        {layout.rects.map((rect) => (
          <Bar key={rect.key} rect={rect} hatch={hatch} />
        ))}
        {layout.arrows.map((arrow) => {
          const angle = Math.atan2(arrow.y2 - arrow.y1, arrow.x2 - arrow.x1);
          const barb = (side: number): string => `${arrow.x2 - 7 * Math.cos(angle + side * 0.42)} ${arrow.y2 - 7 * Math.sin(angle + side * 0.42)}`;
          return (
            <g key={arrow.key}>
              <path d={`M${arrow.x1} ${arrow.y1}L${arrow.x2 - 5 * Math.cos(angle)} ${arrow.y2 - 5 * Math.sin(angle)}`} style={{ stroke: 'var(--ink-2)', strokeWidth: 1.2 }} />
              <path d={`M${arrow.x2} ${arrow.y2}L${barb(-1)}L${barb(1)}Z`} style={{ fill: 'var(--ink-2)' }} />
              {arrow.lines.map((line, index) => (
                <Words key={line.y} line={line} fill={index === 0 ? 'var(--ink)' : 'var(--ink-3)'} />
              ))}
            </g>
          );
        })}
      </g>
    </svg>
  );
}
