/** A small button at whatever table or chart the pointer is on; its menu takes that away. The palette lists the same for the keyboard. */
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf } from '../result/lab.ts';
import { take, waysFor, type Way } from './take.tsx';
import { targetOf, type Target } from './targets.ts';
import './take.css';

const SAID_MS = 3_000;
const SIZE = 24;

interface Place {
  readonly target: Target;
  readonly left: number;
  readonly top: number;
}

/** At the corner of what is seen of it. */
function placeOf(target: Target): Place | null {
  const box = target.element.getBoundingClientRect();
  const clip = target.element.closest('.scroll, .pane, .main')?.getBoundingClientRect() ?? box;
  const [right, top] = [Math.min(box.right, clip.right), Math.max(box.top, clip.top)];
  return right - Math.max(box.left, clip.left) < 2 * SIZE || Math.min(box.bottom, clip.bottom) - top < SIZE ? null : { target, left: right - SIZE - 4, top: top + 2 };
}

export function TakeAway() {
  const { t } = useTranslation('take');
  const [place, setPlace] = useState<Place | null>(null);
  const [open, setOpen] = useState(false);
  const [said, setSaid] = useState<{ readonly text: string; readonly bad: boolean } | null>(null);
  const root = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (open) return undefined;
    const over = (event: Event): void => {
      if (!(event.target instanceof Element) || root.current?.contains(event.target)) return;
      const target = targetOf(event.target);
      setPlace((before) => (target === null ? null : before?.target.element === target.element ? before : placeOf(target)));
    };
    const away = (): void => setPlace(null);
    window.addEventListener('pointerover', over);
    window.addEventListener('scroll', away, true);
    return () => {
      window.removeEventListener('pointerover', over);
      window.removeEventListener('scroll', away, true);
    };
  }, [open]);

  useEffect(() => {
    if (!open) return undefined;
    root.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const close = (event: PointerEvent): void => {
      if (!(event.target instanceof Node) || !root.current?.contains(event.target)) setOpen(false);
    };
    window.addEventListener('pointerdown', close);
    return () => window.removeEventListener('pointerdown', close);
  }, [open]);

  useEffect(() => {
    if (said === null) return undefined;
    const timer = setTimeout(() => setSaid(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);

  const choose = (target: Target, way: Way): void => {
    setOpen(false);
    take(target, way).then(
      (done) => setSaid(done === null ? null : { text: done.path === null ? t('copied', { name: target.name }) : t('saved', { path: done.path }), bad: false }),
      (error: unknown) => setSaid({ text: messageOf(error), bad: true }),
    );
  };
  const onKey = (event: KeyboardEvent<HTMLDivElement>): void => {
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')];
    const at = items.indexOf(document.activeElement as HTMLElement);
    if (event.key === 'Escape') setOpen(false);
    else if (event.key === 'ArrowDown') items[(at + 1) % items.length]?.focus();
    else if (event.key === 'ArrowUp') items[(at - 1 + items.length) % items.length]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      {place ? (
        <div ref={root} className="take" style={{ left: place.left, top: place.top }} data-testid="take">
          <button type="button" className="take-button" aria-haspopup="menu" aria-expanded={open} aria-label={t('label', { name: place.target.name })} title={t(place.target.kind)} data-testid="take-open" onClick={() => setOpen(!open)}>⋯</button>
          {open ? (
            <div className="take-menu" role="menu" aria-label={t('label', { name: place.target.name })} onKeyDown={onKey}>
              {waysFor(place.target).map((way) => <button key={way} type="button" role="menuitem" data-testid={`take-${way}`} onClick={() => choose(place.target, way)}>{t(`way.${way}`)}</button>)}
            </div>
          ) : null}
        </div>
      ) : null}
      {said ? <div className={`take-said ${said.bad ? 'bad' : ''}`} role="status" data-testid="take-said">{said.text}</div> : null}
    </>
  );
}
