/** What a phase means, beside its name: after a moment on hover or at once on focus. Anything with `data-gloss` (a phase id) has one. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PHASES, PHASE_IDS, type PhaseId } from '../../../shared/phases/tree.ts';
import { phaseKey } from '../flame/text.ts';
import './help.css';

const REST_MS = 300;
const WIDTH = 320;

interface Shown {
  readonly id: PhaseId;
  readonly left: number;
  readonly top: number;
  readonly above: boolean;
}

const isPhase = (id: string | undefined): id is PhaseId => (PHASE_IDS as readonly string[]).includes(id ?? '');

function shownAt(element: HTMLElement): Shown | null {
  const id = element.dataset['gloss'];
  if (!isPhase(id)) return null;
  const box = element.getBoundingClientRect();
  const above = box.bottom + 120 > window.innerHeight;
  return { id, left: Math.min(Math.max(8, box.left), window.innerWidth - WIDTH - 8), top: above ? box.top - 6 : box.bottom + 6, above };
}

export function GlossTip() {
  const { t } = useTranslation('help');
  const [shown, setShown] = useState<Shown | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const of = (event: Event): HTMLElement | null => (event.target instanceof Element ? event.target.closest<HTMLElement>('[data-gloss]') : null);
    const hide = (): void => {
      clearTimeout(timer);
      setShown(null);
    };
    const over = (event: Event): void => {
      const element = of(event);
      hide();
      if (element) timer = setTimeout(() => setShown(shownAt(element)), REST_MS);
    };
    const focus = (event: Event): void => {
      const element = of(event);
      if (element && event.target === element) setShown(shownAt(element));
    };
    const key = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') hide();
    };
    window.addEventListener('pointerover', over);
    window.addEventListener('focusin', focus);
    window.addEventListener('focusout', hide);
    window.addEventListener('scroll', hide, true);
    window.addEventListener('keydown', key);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pointerover', over);
      window.removeEventListener('focusin', focus);
      window.removeEventListener('focusout', hide);
      window.removeEventListener('scroll', hide, true);
      window.removeEventListener('keydown', key);
    };
  }, []);
  if (!shown) return null;
  return (
    <div className={`gloss${shown.above ? ' above' : ''}`} role="tooltip" style={{ left: shown.left, top: shown.top, width: WIDTH }} data-testid="gloss">
      <p className="b">{t(`phases:name.${phaseKey(shown.id)}`)} <span className="dim">{t(`phases:side.${PHASES[shown.id].side}`)}</span></p>
      <p>{t(`phase.${phaseKey(shown.id)}`)}</p>
      <Source id={shown.id} />
    </div>
  );
}

/** Where the phase is defined. */
export function Source({ id }: { readonly id: PhaseId }) {
  const { t } = useTranslation('help');
  const { rfc } = PHASES[id];
  return rfc === null ? null : <p className="tiny dim">{t('rfc', { section: rfc })}</p>;
}
