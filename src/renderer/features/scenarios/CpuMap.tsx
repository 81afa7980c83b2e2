/** The machine's CPUs as they are: sockets, NUMA nodes, shared caches, cores, threads; a click, a drag or a key gives them to a side. */
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import type { Topology } from '../../../shared/ipc/contract.ts';
import { coreOf, type Cpu } from '../../../shared/topology.ts';
import { cacheOf, drawn, mapOf, neighbour, nextUse, ranges, sizeName, touched, useOf, type Area, type Box, type Chosen, type Core, type Direction, type Use } from './cpus.ts';

const USES: Readonly<Record<string, Use>> = { s: 'server', c: 'client', i: 'reserve', f: 'free' };
const ARROWS: Readonly<Record<string, Direction>> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };
/** Beyond so many a CPU says its use with a letter; beyond so many more with its fill and the line below alone. */
const LETTERS_FROM = 24;
const FILLS_FROM = 96;

interface CpuMapProps {
  readonly topology: Topology;
  readonly chosen: Chosen;
  readonly onGive: (cpus: readonly number[], use: Use) => void;
}

/** What a drag would paint, while it goes on. */
interface Stroke {
  readonly cpus: readonly number[];
  readonly use: Use;
}

const cpuOf = (target: EventTarget | null): number | null => {
  const found = target instanceof Element ? target.closest<HTMLElement>('[data-cpu]')?.dataset['cpu'] : undefined;
  return found === undefined ? null : Number(found);
};
const boxesIn = (map: HTMLElement): Box[] =>
  [...map.querySelectorAll<HTMLElement>('[data-cpu]:not([aria-disabled])')].map((cell) => {
    const { left, top, right, bottom } = cell.getBoundingClientRect();
    return { cpu: Number(cell.dataset['cpu']), left, top, right, bottom };
  });

export function CpuMap({ topology, chosen, onGive }: CpuMapProps) {
  const { t } = useTranslation('scenario');
  const map = useMemo(() => mapOf(topology), [topology]);
  const order = useMemo(() => drawn(map), [map]);
  const facts = useMemo(() => new Map(order.map((cpu) => [cpu.cpu, factsOf(cpu, topology, t)])), [order, topology, t]);
  const element = useRef<HTMLDivElement>(null);
  const { stroke, onPointerDown } = useStroke(element, (cpu) => nextUse(useOf(cpu, chosen)), onGive);
  const [pointed, setPointed] = useState<number | null>(null);
  const [tabbed, setTabbed] = useState(order.find(({ allowed }) => allowed)?.cpu ?? 0);
  const focus = (cpu: number): void => {
    setTabbed(cpu);
    element.current?.querySelector<HTMLElement>(`[data-cpu="${cpu}"]`)?.focus();
  };
  const onKey = (event: KeyboardEvent): void => {
    const cpu = cpuOf(event.target);
    if (cpu === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const use = USES[event.key.toLowerCase()];
    const direction = ARROWS[event.key];
    if (use && order.some((one) => one.cpu === cpu && one.allowed)) onGive([cpu], use);
    else if (direction && element.current) {
      const next = neighbour(boxesIn(element.current), cpu, direction);
      // With Shift the use goes along: a range by keys.
      if (next !== null && event.shiftKey) onGive([next], useOf(cpu, chosen));
      if (next !== null) focus(next);
    } else return;
    event.preventDefault();
  };
  const size = order.length > FILLS_FROM ? 'tiny' : order.length > LETTERS_FROM ? 'small' : 'plain';
  const useNow = (cpu: number): Use => (stroke?.cpus.includes(cpu) ? stroke.use : useOf(cpu, chosen));
  const cell = (cpu: Cpu, of: Core): React.ReactNode => {
    const use = useNow(cpu.cpu);
    const says = cpu.allowed ? t(`cpus.${use}`) : t('cpus.barred');
    return (
      <button
        key={cpu.cpu} type="button" className={`cpu ${use}`} data-testid={`cpu-${cpu.cpu}`} data-cpu={cpu.cpu} data-use={use} tabIndex={cpu.cpu === tabbed ? 0 : -1} aria-disabled={cpu.allowed ? undefined : true}
        aria-label={t('cpus.cell', { cpu: cpu.cpu, use: says, core: of.core })} title={facts.get(cpu.cpu)} onClick={() => cpu.allowed && onGive([cpu.cpu], nextUse(useOf(cpu.cpu, chosen)))}
        onFocus={() => { setTabbed(cpu.cpu); setPointed(cpu.cpu); }} onBlur={() => setPointed(null)} onPointerEnter={() => setPointed(cpu.cpu)} onPointerLeave={() => setPointed(null)}
      >
        {cpu.cpu}{size === 'tiny' ? '' : ` ${size === 'small' ? (cpu.allowed ? t(`cpus.letter.${use}`) : '×') : says}`}
      </button>
    );
  };
  const shown = order.find(({ cpu }) => cpu === pointed);
  return (
    <>
      <div ref={element} className={`cpus ${size}`} role="group" aria-label={t('cpus.map')} data-testid="cpu-map" onKeyDown={onKey} onPointerDown={onPointerDown}>
        <AreaBody area={map} cell={cell} small={size !== 'plain'} />
      </div>
      <p className="cpu-says small mid" data-testid="cpu-says">
        {stroke ? t('cpus.painting', { cpus: ranges(stroke.cpus), use: t(`cpus.${stroke.use}`) }) : shown ? `${t('cpus.cell', { cpu: shown.cpu, use: shown.allowed ? t(`cpus.${useOf(shown.cpu, chosen)}`) : t('cpus.barred'), core: shown.core })} · ${facts.get(shown.cpu) ?? ''}` : <Legend />}
      </p>
    </>
  );
}

/** Follows a drag over the map from the cell where it began; gives what it touched when it is let go. Escape drops it. A drag within one cell is a click. */
function useStroke(map: RefObject<HTMLDivElement | null>, useFrom: (cpu: number) => Use, onGive: CpuMapProps['onGive']): { readonly stroke: Stroke | null; readonly onPointerDown: (event: PointerEvent) => void } {
  const [stroke, setStroke] = useState<Stroke | null>(null);
  const end = useRef<(() => void) | null>(null);
  useEffect(() => () => end.current?.(), []);
  const onPointerDown = (down: PointerEvent): void => {
    const cpu = cpuOf(down.target);
    const boxes = map.current ? boxesIn(map.current) : [];
    if (down.button !== 0 || cpu === null || !boxes.some((box) => box.cpu === cpu)) return;
    const from = { x: down.clientX, y: down.clientY };
    const use = useFrom(cpu);
    let painted: readonly number[] = [];
    const move = (event: globalThis.PointerEvent): void => {
      painted = touched(boxes, from, { x: event.clientX, y: event.clientY });
      setStroke(painted.length > 1 ? { cpus: painted, use } : null);
    };
    const up = (): void => {
      end.current?.();
      if (painted.length > 1) onGive(painted, use);
    };
    const key = (event: globalThis.KeyboardEvent): void => {
      if (event.key === 'Escape') end.current?.();
    };
    const handlers = [['pointermove', move], ['pointerup', up], ['pointercancel', () => end.current?.()], ['keydown', key]] as const;
    end.current = () => {
      end.current = null;
      for (const [name, handler] of handlers) window.removeEventListener(name, handler as EventListener);
      setStroke(null);
    };
    for (const [name, handler] of handlers) window.addEventListener(name, handler as EventListener);
  };
  return { stroke, onPointerDown };
}

interface BodyProps {
  readonly area: Area;
  readonly cell: (cpu: Cpu, core: Core) => React.ReactNode;
  readonly small: boolean;
}

function AreaBody({ area, cell, small }: BodyProps) {
  const { t } = useTranslation('scenario');
  return (
    <>
      {area.cores.length > 0 ? (
        <div className="cores">
          {area.cores.map((core) => (
            <div key={core.key} className="core">
              <span className="tiny dim" title={t('cpus.core', { core: core.core })}>{small ? core.core : t('cpus.core', { core: core.core })}</span>
              {core.threads.map((thread) => cell(thread, core))}
            </div>
          ))}
        </div>
      ) : null}
      {area.areas.length > 0 ? (
        <div className="areas">
          {area.areas.map((inner) => (
            <div key={`${inner.kind} ${inner.id}`} className={`area ${inner.kind}`} role="group" aria-label={nameOf(inner, t)}>
              <div className="tiny dim area-name">{nameOf(inner, t)}</div>
              <AreaBody area={inner} cell={cell} small={small} />
            </div>
          ))}
        </div>
      ) : null}
    </>
  );
}

type Words = TFunction<'scenario'>;
const nameOf = ({ kind, id, bytes, node }: Area, t: Words): string =>
  kind === 'machine' ? '' : [t(`cpus.${kind}`, { id }), ...(node === null ? [] : [t('cpus.node', { id: node })]), ...(bytes === null ? [] : [sizeName(bytes)])].join(' · ');

/** Core, thread, caches with who shares them, node, socket, clock: what the kernel tells of one CPU. */
function factsOf(cpu: Cpu, { cpus, caches }: Topology, t: Words): string {
  const threads = cpus.filter((other) => coreOf(other) === coreOf(cpu));
  const cache = (level: 2 | 3): string[] => {
    const found = cacheOf(caches, level, level === 2 ? cpu.l2 : cpu.l3);
    if (!found) return [];
    const others = found.cpus.filter((one) => one !== cpu.cpu);
    return [`L${level}${found.bytes === null ? '' : ` ${sizeName(found.bytes)}`}${others.length > 0 ? ` ${t('cpus.sharedWith', { cpus: ranges(others) })}` : ''}`];
  };
  return [
    `${t('cpus.core', { core: cpu.core })}${threads.length > 1 ? `, ${t('cpus.thread', { number: threads.indexOf(cpu) + 1, of: threads.length })}` : ''}`,
    ...cache(2), ...cache(3),
    ...(cpu.node === null ? [] : [t('cpus.node', { id: cpu.node })]),
    t('cpus.socket', { id: cpu.socket }),
    ...(cpu.maxMHz === null ? [] : [t('cpus.clock', { ghz: (cpu.maxMHz / 1000).toFixed(1) })]),
  ].join(' · ');
}

function Legend() {
  const { t } = useTranslation('scenario');
  return (
    <>
      {t('cpus.gesture')}
      {(['server', 'client', 'reserve', 'free'] as const).map((use) => <span key={use} className="cpu-key"><i className={`cpu ${use}`} aria-hidden="true" /><span className="key">{t(`cpus.key.${use}`)}</span>{t(`cpus.${use}`)}</span>)}
    </>
  );
}
