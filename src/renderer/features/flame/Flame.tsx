/** The flame on screen: canvas, pointer, keys, readout and its table twin, all from one layout. */
import { memo, useCallback, useEffect, useId, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlameData } from '../../../shared/flame/data.ts';
import { flameRange, layoutFlame } from '../../../shared/flame/layout.ts';
import { hit, keyOf, step, targetOf, type Direction } from '../../../shared/flame/navigate.ts';
import { LEAST_VIEW, panned, within, zoomed, type Range } from '../../../shared/flame/scale.ts';
import { phaseName } from '../../../shared/phases/name.ts';
import { litIn, searchFlame, viewOf, type Hit } from '../../../shared/flame/search.ts';
import { flameRows } from '../../../shared/flame/table.ts';
import { copyText, tableText } from './copy.ts';
import { readColours, type FlameColours } from './colours.ts';
import { offerVector } from '../take/vectors.ts';
import { FlameSvg } from './FlameSvg.tsx';
import { FlameTable } from './FlameTable.tsx';
import { Legend } from './Legend.tsx';
import { paintFlame, type Canvas, type FlameNames } from './paint.ts';
import { Readout } from './Readout.tsx';
import { FlameSearch } from './FlameSearch.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { flameText, forgetWidths, phaseKey, unitOf } from './text.ts';
import './flame.css';

const ARROWS: Readonly<Record<string, Direction>> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };
const ZOOM_STEP = 0.6;
const PAN_STEP = 0.2;
/** How often the hidden table follows a live flame: a screen reader wants no 20 Hz. */
const TWIN_MS = 1_000;

export interface FlameProps {
  readonly data: FlameData;
  readonly names: Omit<FlameNames, 'client' | 'server' | 'messages'>;
  /** What the flame shows, in words: the arm, and mean or which handshake. */
  readonly what: string;
  /** Changes when another thing is shown: the axis starts anew. While it stays, the axis grows in steps only. */
  readonly subject: string;
  readonly live?: boolean;
  readonly empty?: string | undefined;
  /** False where the same rows stand beside the flame anyway. */
  readonly table?: boolean;
  /** `/` opens the search wherever the focus is, but in a field: where the screen has no other search. */
  readonly slash?: boolean;
}

export const Flame = memo(function Flame({ data, names, what, subject, live = false, empty, table = true, slash = false }: FlameProps) {
  const { t } = useTranslation('phases');
  const help = useId();
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const [look, setLook] = useState(0);
  const [marks, setMarks] = useState<{ hovered: string | null; focused: string | null; pinned: string | null }>({ hovered: null, focused: null, pinned: null });
  const [zoom, setZoom] = useState<{ readonly subject: string; readonly view: Range } | null>(null);
  const [showTable, setShowTable] = useState(false);
  const [copied, setCopied] = useState(false);
  const [wanted, setWanted] = useState<string | null>(null);

  const axis = useRef<{ subject: string; range: Range } | null>(null);
  const axisKey = `${subject} ${data.weight}`;
  const whole = flameRange(data, axis.current?.subject === axisKey ? axis.current.range : null);
  const view = zoom?.subject === axisKey ? zoom.view : whole;
  useEffect(() => {
    // The first handshakes of a live run say little about the axis; it is kept once there is a picture.
    if (data.client.length > 0) axis.current = { subject: axisKey, range: whole };
  });

  const unit = unitOf(data.weight, data);
  const text = useMemo(() => flameText(t, unit), [t, unit.name, unit.decimals, look]);
  const layout = useMemo(
    () => (width > 0 ? layoutFlame({ data, width, view, text, minLevels: 2 }) : null),
    [data, width, view.from, view.to, text],
  );

  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)));
    observer.observe(element);
    setWidth(Math.floor(element.clientWidth));
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const changed = (): void => {
      forgetWidths();
      setLook((count) => count + 1);
    };
    const observer = new MutationObserver(changed);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    void document.fonts?.ready.then(changed);
    return () => observer.disconnect();
  }, []);

  const hits = useMemo(() => (wanted !== null ? searchFlame(data, wanted, { phase: (id) => [t(`name.${phaseKey(id)}`), phaseName(id, 'en')], message: (name) => [t(`message.${name}`), name] }) : null), [data, wanted, t]);
  const lit = useMemo(() => (layout && hits ? litIn(layout, hits) : null), [layout, hits]);

  const colours = useRef<{ look: number; value: FlameColours } | null>(null);
  useLayoutEffect(() => {
    const element = canvas.current;
    if (!element || !layout) return;
    const ratio = window.devicePixelRatio || 1;
    const [wide, high] = [Math.round(layout.width * ratio), Math.round(layout.height * ratio)];
    if (element.width !== wide || element.height !== high) Object.assign(element, { width: wide, height: high });
    const context = element.getContext('2d');
    if (!context) return;
    if (colours.current?.look !== look) colours.current = { look, value: readColours(element) };
    paintFlame(context as Canvas, layout, colours.current.value, { ...marks, lit }, { ...names, client: t('side.client'), server: t('side.server'), messages: data.messages.length > 0 ? t('messages') : '' }, ratio);
  }, [layout, marks, lit, look, names.clientVersion, names.serverVersion, t, data.messages.length]);

  useEffect(() => offerVector(canvas.current, () => (layout ? <FlameSvg layout={layout} names={{ ...names, client: t('side.client'), server: t('side.server'), messages: data.messages.length > 0 ? t('messages') : '' }} label={what} /> : null)));

  const setView = useCallback((next: Range | null) => setZoom(next && { subject: axisKey, view: next }), [axisKey]);
  const amountAt = (x: number): number => (layout ? view.from + ((x - layout.left) / (layout.right - layout.left)) * (view.to - view.from) : 0);
  const zoomTo = (next: Range): void => setView(next.to - next.from >= (whole.to - whole.from) * 0.999 ? null : next);
  const zoomBy = (factor: number, centre = (view.from + view.to) / 2): void => {
    zoomTo(zoomed(view, whole, factor, centre));
  };

  const wheel = useRef<(event: WheelEvent) => void>(undefined);
  wheel.current = (event) => {
    if (!layout) return;
    const x = event.clientX - (canvas.current as HTMLCanvasElement).getBoundingClientRect().left;
    if (x < layout.left) return;
    event.preventDefault();
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) setView(panned(view, whole, (event.deltaX || event.deltaY) / 800));
    else zoomBy(Math.exp(event.deltaY / 500), amountAt(x));
  };
  useEffect(() => {
    const element = canvas.current;
    // React listens passively; a zoom must keep the page from scrolling.
    const listen = (event: WheelEvent): void => wheel.current?.(event);
    element?.addEventListener('wheel', listen, { passive: false });
    return () => element?.removeEventListener('wheel', listen);
  }, []);

  const under = (event: PointerEvent): string | null => {
    if (!layout) return null;
    const box = (canvas.current as HTMLCanvasElement).getBoundingClientRect();
    const target = hit(layout, event.clientX - box.left, event.clientY - box.top);
    return target && keyOf(target);
  };
  const pin = (key: string | null): void => setMarks((before) => ({ ...before, pinned: key === before.pinned ? null : key }));
  const rows = useMemo(() => flameRows(data), [data]);
  const twin = useCalm(rows, live ? TWIN_MS : 0);

  const onKey = (event: KeyboardEvent): void => {
    if (!layout) return;
    const { key } = event;
    const act = ((): (() => void) | null => {
      const direction = ARROWS[key];
      if (direction) return () => setMarks((before) => ({ ...before, focused: step(layout, before.focused, direction) }));
      if (event.ctrlKey || event.metaKey) return key.toLowerCase() === 'c' ? copy : null;
      switch (key.toLowerCase()) {
        case 'enter': return () => pin(marks.focused);
        case 'escape': return wanted !== null ? () => setWanted(null) : marks.pinned === null ? null : () => pin(null);
        case '+': case '=': return () => zoomBy(ZOOM_STEP);
        case '-': case '−': return () => zoomBy(1 / ZOOM_STEP);
        case '0': return () => setView(null);
        case 'a': return () => setView(panned(view, whole, -PAN_STEP));
        case 'd': return () => setView(panned(view, whole, PAN_STEP));
        case '/': return openSearch;
        case 't': return () => setShowTable((shown) => !shown);
        case 'c': return copy;
        default: return null;
      }
    })();
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  const copy = (): void => {
    void copyText(tableText(rows, what, unit, data.weight === 'time', t)).then((done) => {
      setCopied(done);
      setTimeout(() => setCopied(false), 2_000);
    });
  };

  const openSearch = useCallback(() => setWanted((before) => before ?? ''), []);
  useEffect(() => {
    if (!slash) return undefined;
    const onSlash = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isField(event.target)) return;
      event.preventDefault();
      openSearch();
    };
    window.addEventListener('keydown', onSlash);
    return () => window.removeEventListener('keydown', onSlash);
  }, [slash, openSearch]);
  /** A bar fills most of the view; a merged mark opens into its bars. */
  const openAt = (key: string | null): void => {
    const target = layout && targetOf(layout, key);
    if (target?.kind !== 'bar') return;
    const [from, to] = [amountAt(target.rect.x), amountAt(target.rect.x + target.rect.width)];
    zoomTo(within(from - 0.1 * (to - from), Math.max(1.2 * (to - from), (whole.to - whole.from) * LEAST_VIEW), whole));
  };
  const goTo = (hit: Hit): void => {
    setMarks((before) => ({ ...before, pinned: hit.key }));
    const next = layout ? viewOf(hit, view, whole, layout.right - layout.left) : view;
    if (next !== view) zoomTo(next);
  };

  const nothing = data.client.length === 0 && data.server.length === 0;
  const shown = layout && targetOf(layout, marks.hovered ?? marks.pinned ?? marks.focused);
  const height = layout?.height ?? 242;
  return (
    <div className="flame" data-testid="flame" data-bars={layout?.rects.length ?? 0} data-weight={data.weight} data-zoomed={zoom?.subject === axisKey}>
      {wanted === null ? null : <FlameSearch wanted={wanted} hits={hits} at={marks.pinned} onWanted={setWanted} onGo={goTo} onClose={() => { setWanted(null); frame.current?.focus(); }} />}
      <div
        className="flame-frame"
        ref={frame}
        style={{ height }}
        tabIndex={0}
        role="application"
        aria-label={t('flame.label', { what })}
        aria-describedby={help}
        onKeyDown={onKey}
        onFocus={(event) => {
          if (event.target.matches(':focus-visible') && layout) setMarks((before) => ({ ...before, focused: before.focused ?? step(layout, null, 'right') }));
        }}
        onBlur={() => setMarks((before) => ({ ...before, focused: null }))}
      >
        <canvas
          ref={canvas}
          style={{ width: layout?.width ?? 0, height }}
          onPointerMove={(event) => {
            const key = under(event);
            if (key !== marks.hovered) setMarks((before) => ({ ...before, hovered: key }));
          }}
          onPointerLeave={() => setMarks((before) => ({ ...before, hovered: null }))}
          onClick={(event) => pin(under(event as unknown as PointerEvent))}
          onDoubleClick={(event) => openAt(under(event as unknown as PointerEvent))}
        />
        {nothing ? <p className="flame-empty dim">{empty ?? t('flame.waitingFor')}</p> : null}
        <button type="button" className="flame-search-open" title={t('flame.search')} aria-label={t('flame.search')} data-testid="flame-search-open" onClick={openSearch}><Icon name="search" small /></button>
        {zoom?.subject === axisKey ? <span className="flame-note tiny dim">{t('flame.zoomed')}</span> : null}
        {copied ? <span className="flame-note tiny" role="status">{t('flame.copied')}</span> : null}
      </div>
      <p id={help} className="visually-hidden">{t('flame.help')}</p>
      <Legend data={data} />
      <Readout target={shown} data={data} unit={unit} pinned={marks.pinned !== null && shown !== null && keyOf(shown) === marks.pinned} />
      {table ? <FlameTable rows={twin} unit={unit} what={what} hidden={!showTable} timed={data.weight === 'time'} /> : null}
    </div>
  );
});

/** Where a key writes. */
const isField = (target: EventTarget | null): boolean => target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;

/** A value that changes at most once a while; at once where `everyMs` is 0. */
function useCalm<T>(value: T, everyMs: number): T {
  const [calm, setCalm] = useState(value);
  const newest = useRef(value);
  useEffect(() => {
    newest.current = value;
  });
  useEffect(() => {
    if (everyMs === 0) return undefined;
    setCalm(newest.current);
    const timer = setInterval(() => setCalm(newest.current), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return everyMs === 0 ? value : calm;
}
