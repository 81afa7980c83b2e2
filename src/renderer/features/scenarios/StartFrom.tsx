/** A new scenario from an empty one, an experiment or an own one. What was in the builder comes back with an undo. */
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../app/useAppearance.ts';
import { useApp } from '../../stores/app.ts';
import { editScenario, newScenario } from '../../stores/builder.ts';

interface Start {
  readonly id: string;
  readonly group: 'blank' | 'samples' | 'own';
  readonly label: string;
  readonly open: () => void;
}

export function StartFrom() {
  const { t } = useTranslation('scenario');
  const language = useLanguage();
  const library = useApp((state) => state.library);
  const [open, setOpen] = useState(false);
  const [filter, setFilter] = useState('');
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return undefined;
    const outside = (event: Event): void => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
    };
    window.addEventListener('pointerdown', outside);
    return () => window.removeEventListener('pointerdown', outside);
  }, [open]);
  const all: Start[] = [
    { id: 'blank', group: 'blank', label: t('start.blank'), open: newScenario },
    ...(library?.samples ?? []).map((sample): Start => ({ id: sample.id, group: 'samples', label: sample.title[language], open: () => editScenario(null, { ...sample.scenario, name: sample.title[language] }) })),
    ...(library?.scenarios ?? []).flatMap(({ id, name, scenario, text }): Start[] => (scenario === null ? [] : [{ id: `own-${id}`, group: 'own', label: name, open: () => editScenario(null, scenario, { text }) }])),
  ];
  const starts = all.filter(({ label }) => label.toLowerCase().includes(filter.trim().toLowerCase()));
  const close = (): void => {
    setOpen(false);
    setFilter('');
    button.current?.focus();
  };
  const choose = (start: Start | undefined): void => {
    start?.open();
    if (start) close();
  };
  const onKey = (event: KeyboardEvent): void => {
    const items = [...(root.current?.querySelectorAll<HTMLElement>('input, .start-item') ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    if (event.key === 'Escape') close();
    else if (event.key === 'ArrowDown') items[Math.min(at + 1, items.length - 1)]?.focus();
    else if (event.key === 'ArrowUp') items[Math.max(at - 1, 0)]?.focus();
    else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) choose(starts[0]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="start" ref={root} onBlur={(event) => event.relatedTarget instanceof Node && !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}>
      <button ref={button} type="button" className="btn" aria-expanded={open} aria-haspopup="dialog" data-testid="start-from" onClick={() => setOpen(!open)}>{t('start.from')}</button>
      {open ? (
        <div className="start-list" role="dialog" aria-label={t('start.from')} onKeyDown={onKey}>
          <input className="field" autoFocus value={filter} placeholder={t('start.filter')} aria-label={t('start.filter')} data-testid="start-filter" onChange={(event) => setFilter(event.target.value)} />
          <div className="start-items">
            {(['blank', 'samples', 'own'] as const).map((group) => {
              const members = starts.filter((start) => start.group === group);
              return members.length === 0 ? null : (
                <div key={group} role="group" aria-label={t(`start.${group}`)}>
                  {group === 'blank' ? null : <div className="tiny dim start-group">{t(`start.${group}`)}</div>}
                  {members.map((start) => <button key={start.id} type="button" className="start-item ell" data-testid="start-item" data-start={start.id} title={start.label} onClick={() => choose(start)}>{start.label}</button>)}
                </div>
              );
            })}
            {starts.length === 0 ? <p className="small mid empty">{t('start.none')}</p> : null}
          </div>
        </div>
      ) : null}
    </div>
  );
}
