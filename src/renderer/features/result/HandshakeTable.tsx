/** A list of handshakes, each with where its time went; walked with the arrow keys. Only what is in sight is in the page. */
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandshakeRef, HandshakeRow } from '../../../shared/explore.ts';
import { isWaiting, PHASES } from '../../../shared/phases/tree.ts';
import { NONE, timeText } from '../../../shared/report/figures.ts';

const ROW = 24;
const AROUND = 8;

interface HandshakeTableProps {
  readonly rows: readonly HandshakeRow[];
  readonly selected: HandshakeRef | null;
  readonly onSelect: (ref: HandshakeRef) => void;
}

export function HandshakeTable({ rows, selected, onSelect }: HandshakeTableProps) {
  const { t } = useTranslation('result');
  const frame = useRef<HTMLDivElement>(null);
  const [scroll, setScroll] = useState({ top: 0, height: 400 });
  const at = rows.findIndex(({ ref }) => ref.block === selected?.block && ref.index === selected.index);
  const longest = Math.max(...rows.map(({ totalNs }) => totalNs ?? 0), 1);
  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const measure = (): void => setScroll({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, []);
  const choose = (index: number): void => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, index))];
    const element = frame.current;
    if (!row || !element) return;
    onSelect(row.ref);
    const top = rows.indexOf(row) * ROW;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + ROW > element.scrollTop + element.clientHeight) element.scrollTop = top + ROW - element.clientHeight;
  };
  const onKey = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor(scroll.height / ROW) - 1);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(to);
  };
  const first = Math.max(0, Math.floor(scroll.top / ROW) - AROUND);
  const last = Math.min(rows.length, Math.ceil((scroll.top + scroll.height) / ROW) + AROUND);
  return (
    <div className="handshake-list rule-r" ref={frame} role="listbox" tabIndex={0} aria-label={t('explore.list')} aria-activedescendant={at >= 0 ? `handshake-${at}` : undefined} data-testid="handshake-list" data-rows={rows.length} onKeyDown={onKey}>
      <div style={{ height: rows.length * ROW, position: 'relative' }}>
        {rows.slice(first, last).map((row, offset) => {
          const index = first + offset;
          return (
            <div key={`${row.ref.block} ${row.ref.index}`} id={`handshake-${index}`} role="option" aria-selected={index === at} aria-setsize={rows.length} aria-posinset={index + 1} className={`handshake-row${index === at ? ' on' : ''}`} style={{ top: index * ROW, height: ROW }} data-testid="handshake-row" onClick={() => choose(index)}>
              <span className="num m">{row.totalNs === null ? NONE : timeText(row.totalNs)}</span>
              {row.outcome === 'failed' ? <span className="bad ell small">{row.error}</span> : <Work row={row} longestNs={longest} />}
              <span className="tiny dim num">{t('explore.round', { round: row.round })}{row.marked ? ` ${t('explore.markedShort')}` : ''}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** The client's phases one after another, waiting hatched, on an axis common to the list. */
function Work({ row, longestNs }: { readonly row: HandshakeRow; readonly longestNs: number }) {
  const parents = new Set(row.phases.map(({ parent }) => parent));
  const leaves = row.phases.filter(({ id }) => id.startsWith('c.') && !parents.has(id));
  const start = row.phases.find(({ id }) => id === 'c')?.startNs ?? 0;
  return (
    <span className="handshake-work" aria-hidden="true">
      {leaves.map(({ id, startNs, ns }) => {
        const { colour } = PHASES[id];
        return <i key={`${id} ${startNs}`} className={isWaiting(id) ? 'waits' : ''} style={{ left: `${(100 * (startNs - start)) / longestNs}%`, width: `${(100 * ns) / longestNs}%`, ...(isWaiting(id) ? {} : { background: colour === null ? 'var(--parent)' : `var(--ph-${colour})` }) }} />;
      })}
    </span>
  );
}
