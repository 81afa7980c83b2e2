/** A profile on screen: the call-stack flame, root on top, on a canvas; search, readout, and the table of its functions. */
import { memo, useDeferredValue, useEffect, useId, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallTree } from '../../../shared/profile/call-tree.ts';
import { topFunctions } from '../../../shared/profile/functions.ts';
import { boxAt, layoutCalls, step, type Step } from '../../../shared/profile/layout.ts';
import { callNodes, pathTo, type CallNode } from '../../../shared/profile/nodes.ts';
import { searchCalls } from '../../../shared/profile/search.ts';
import { grouped } from '../../../shared/report/figures.ts';
import { readColours, type FlameColours } from '../flame/colours.ts';
import { copyText } from '../flame/copy.ts';
import type { Canvas } from '../flame/paint.ts';
import { Segmented } from '../flame/Segmented.tsx';
import { measure } from '../flame/text.ts';
import { useWidth } from '../result/useWidth.ts';
import { functionsText } from './copy.ts';
import { heightOf, LEAST_PX, paintCalls, paintMarks, PITCH, ROW } from './paint.ts';
import { ProfileLegend } from './ProfileLegend.tsx';
import { ProfileReadout } from './ProfileReadout.tsx';
import { ProfileTable } from './ProfileTable.tsx';
import { useLook } from './useLook.ts';
import { shareText, shorterNames } from './words.ts';
import '../flame/flame.css';
import './profile.css';

const KEYS: Readonly<Record<string, Step>> = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right', Home: 'first', End: 'last' };
/** Of a long way from the root the ends are shown. */
const CRUMBS = 4;

export interface ProfileFlameProps {
  readonly tree: CallTree;
  /** How many handshakes it was made over; with it, amounts are told for one handshake too. */
  readonly handshakes?: number | null;
}

/** What was done to one profile's picture; another profile starts anew. */
interface Looking {
  readonly root: CallNode;
  /** What was zoomed into, one after the other; Escape takes the last back. */
  readonly zooms: readonly CallNode[];
  readonly focused: CallNode | null;
  readonly hovered: CallNode | null;
}

export const ProfileFlame = memo(function ProfileFlame({ tree, handshakes = null }: ProfileFlameProps) {
  const { t } = useTranslation('profile');
  const help = useId();
  const [frame, width] = useWidth();
  const canvas = useRef<HTMLCanvasElement>(null);
  const marks = useRef<HTMLCanvasElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const look = useLook();
  const [text, setText] = useState('');
  const [asTable, setAsTable] = useState(false);
  const [copied, setCopied] = useState(false);

  const root = useMemo(() => callNodes(tree), [tree]);
  const [looking, setLooking] = useState<Looking>({ root, zooms: [], focused: null, hovered: null });
  const { zooms, focused, hovered } = looking.root === root ? looking : { zooms: [], focused: null, hovered: null };
  const change = (next: Partial<Looking>): void => setLooking((before) => ({ ...(before.root === root ? before : { zooms: [], focused: null, hovered: null }), ...next, root }));
  const zoom = zooms.at(-1) ?? root;

  const layout = useMemo(() => layoutCalls(zoom, width > 0 ? LEAST_PX / width : 1), [zoom, width]);
  const wanted = useDeferredValue(text);
  const found = useMemo(() => searchCalls(root, wanted), [root, wanted]);
  const functions = useMemo(() => topFunctions(root), [root]);
  const path = useMemo(() => pathTo(zoom), [zoom]);

  const colours = useRef<{ look: number; value: FlameColours } | null>(null);
  const paintOn = (element: HTMLCanvasElement | null, paint: (context: Canvas, colours: FlameColours, ratio: number) => void): void => {
    const context = element?.getContext('2d');
    if (!element || !context || width === 0) return;
    const ratio = window.devicePixelRatio || 1;
    const [wide, high] = [Math.round(width * ratio), Math.round(heightOf(layout) * ratio)];
    if (element.width !== wide || element.height !== high) Object.assign(element, { width: wide, height: high });
    if (colours.current?.look !== look) colours.current = { look, value: readColours(element) };
    paint(context as Canvas, colours.current.value, ratio);
  };
  useLayoutEffect(() => {
    paintOn(canvas.current, (context, theme, ratio) => paintCalls(context, { layout, width, all: t('all'), measure }, theme, found?.nodes ?? null, ratio));
  }, [layout, width, look, found, t]);
  useLayoutEffect(() => {
    paintOn(marks.current, (context, theme, ratio) => paintMarks(context, { layout, width }, theme, { hovered, focused }, ratio));
  }, [layout, width, look, hovered, focused]);

  useEffect(() => {
    // The picture may be higher than its place: what the keys stand on stays in view.
    const scroller = frame.current;
    if (!scroller || !focused) return;
    const top = focused.depth * PITCH;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + ROW > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = top + ROW - scroller.clientHeight;
  }, [focused, frame]);

  const into = (node: CallNode): void => {
    if (node !== zoom) change({ zooms: node === root ? [] : [...zooms, node] });
  };
  const under = (event: MouseEvent): CallNode | null => {
    const box = (canvas.current as HTMLCanvasElement).getBoundingClientRect();
    const y = event.clientY - box.top;
    return y % PITCH < ROW ? (boxAt(layout, Math.floor(y / PITCH), (event.clientX - box.left) / width)?.node ?? null) : null;
  };
  const copy = (): void => {
    void copyText(functionsText(functions, tree.unit, root.total, t)).then((done) => {
      setCopied(done);
      setTimeout(() => setCopied(false), 2_000);
    });
  };

  const onKey = (event: KeyboardEvent): void => {
    const act = ((): (() => void) | null => {
      const direction = KEYS[event.key];
      if (direction) return asTable ? null : () => change({ focused: focused ? step(layout, focused, direction) : zoom });
      if (event.ctrlKey || event.metaKey) return event.key.toLowerCase() === 'c' && String(window.getSelection()) === '' ? copy : null;
      switch (event.key.toLowerCase()) {
        case 'enter': return focused && !asTable ? () => into(focused) : null;
        case 'escape': return zooms.length > 0 ? () => change({ zooms: zooms.slice(0, -1) }) : null;
        case '0': return () => change({ zooms: [] });
        case 't': return () => setAsTable((shown) => !shown);
        case '/': return () => search.current?.focus();
        case 'c': return copy;
        default: return null;
      }
    })();
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  const onSearchKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || text === '') return;
    event.preventDefault();
    event.stopPropagation();
    setText('');
  };

  const kind = tree.unit === 'ns' || tree.unit === 'samples' ? 'cpu' : 'alloc';
  return (
    <div className="profile" data-testid="profile-flame" data-boxes={layout.rows.reduce((sum, row) => sum + row.length, 0)} data-unit={tree.unit} data-zoom={zoom.frame?.name ?? ''}>
      <div className="profile-bar rule-b">
        <nav className="profile-crumbs" aria-label={t('crumbs')}>
          {path.length > CRUMBS ? <><Crumb node={root} onGo={into} /><span className="dim">…</span></> : null}
          {path.slice(-CRUMBS).map((node, index, all) => <Crumb key={node.depth} node={node} onGo={into} last={index === all.length - 1} />)}
        </nav>
        <span className="profile-found small" role="status" data-testid="profile-found">
          {found === null ? null : found.nodes.size === 0 ? t('search.none') : <><b>{shareText(found.share * root.total, root.total)}</b> {t('search.found', { count: found.nodes.size, n: grouped(found.nodes.size) })}</>}
        </span>
        <input ref={search} className="inp profile-search" type="search" value={text} placeholder={t('search.hint')} aria-label={t('search.label')} data-testid="profile-search" onChange={(event) => setText(event.target.value)} onKeyDown={onSearchKey} />
        <Segmented label={t('view.label')} testId="profile-view" value={asTable ? 'table' : 'flame'} onChange={(value) => setAsTable(value === 'table')} options={[{ value: 'flame', label: t('view.flame') }, { value: 'table', label: t('view.table') }]} />
      </div>
      <div
        className={asTable ? 'profile-frame profile-away' : 'profile-frame'}
        ref={frame}
        tabIndex={0}
        role="application"
        aria-label={t('label', { what: t(`kind.${kind}`) })}
        aria-describedby={help}
        onKeyDown={onKey}
        onFocus={(event) => {
          if (event.target.matches(':focus-visible')) change({ focused: focused ?? zoom });
        }}
        onBlur={() => change({ focused: null })}
      >
        <canvas
          ref={canvas}
          style={{ width, height: heightOf(layout) }}
          onPointerMove={(event) => {
            const node = under(event);
            if (node !== hovered) change({ hovered: node });
          }}
          onPointerLeave={() => change({ hovered: null })}
          onClick={(event) => {
            const node = under(event);
            if (node) into(node);
          }}
        />
        <canvas ref={marks} className="profile-marks" style={{ width, height: heightOf(layout) }} aria-hidden="true" />
        {root.total === 0 ? <p className="profile-empty dim">{t('nothing')}</p> : null}
      </div>
      <p id={help} className="visually-hidden">{t('help')}</p>
      {asTable ? <div className="profile-rows" tabIndex={0} role="region" aria-label={t('table.caption')} onKeyDown={onKey}><ProfileTable rows={functions} total={root.total} unit={tree.unit} handshakes={handshakes} hidden={false} /></div> : null}
      <div className="profile-foot rule-t">
        <ProfileLegend root={root} />
        <ProfileReadout node={hovered ?? focused} total={root.total} unit={tree.unit} handshakes={handshakes} spoken={hovered === null && focused !== null} />
        <p className="profile-note tiny dim">
          <span className="mid">{t(`apart.${kind}`)}</span> {tree.note} {layout.left > 0 && !asTable ? t('left', { count: layout.left, n: grouped(layout.left) }) : null}
          {copied ? <span role="status"> {t('copied')}</span> : null}
        </p>
      </div>
      {asTable ? null : <ProfileTable rows={functions} total={root.total} unit={tree.unit} handshakes={handshakes} hidden />}
    </div>
  );
});

function Crumb({ node, onGo, last = false }: { readonly node: CallNode; readonly onGo: (node: CallNode) => void; readonly last?: boolean }) {
  const { t } = useTranslation('profile');
  const name = node.frame ? (shorterNames(node.frame.name)[1] ?? node.frame.name) : t('all');
  return (
    <>
      {node.parent ? <span className="dim" aria-hidden="true">›</span> : null}
      <button type="button" className="profile-crumb ell" title={node.frame?.name} aria-current={last} disabled={last} onClick={() => onGo(node)}>{name}</button>
    </>
  );
}
