/** The search of a flame: a strip above it, so that it covers none of it. Enter goes to the next hit, Shift and Enter to the one before. */
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { nextHit, type Hit } from '../../../shared/flame/search.ts';

export interface FlameSearchProps {
  readonly wanted: string;
  readonly hits: readonly Hit[] | null;
  /** The hit that was gone to. */
  readonly at: string | null;
  readonly onWanted: (wanted: string) => void;
  readonly onGo: (hit: Hit) => void;
  readonly onClose: () => void;
}

export function FlameSearch({ wanted, hits, at, onWanted, onGo, onClose }: FlameSearchProps) {
  const { t } = useTranslation('phases');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const go = (back: boolean): void => {
    const next = nextHit(hits ?? [], at, back);
    if (next) onGo(next);
  };
  const onKey = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter' && event.target === field.current) go(event.shiftKey);
    else return;
    event.preventDefault();
  };
  const place = hits?.findIndex(({ key }) => key === at) ?? -1;
  const count = hits === null ? '' : place >= 0 ? t('flame.hitOf', { at: place + 1, count: hits.length }) : t('flame.hits', { count: hits.length });
  const none = hits === null || hits.length === 0;
  return (
    <div className="flame-search" role="search" onKeyDown={onKey}>
      <span className="tiny dim" role="status" data-testid="flame-hits">{count}</span>
      <input ref={field} className="inp" type="text" value={wanted} placeholder={t('flame.searchFor')} aria-label={t('flame.search')} data-testid="flame-search" onChange={(event) => onWanted(event.target.value)} />
      <button type="button" className="btn low" disabled={none} title={t('flame.before')} aria-label={t('flame.before')} onClick={() => go(true)}>↑</button>
      <button type="button" className="btn low" disabled={none} title={t('flame.after')} aria-label={t('flame.after')} onClick={() => go(false)}>↓</button>
      <button type="button" className="btn low" title={t('flame.close')} aria-label={t('flame.close')} onClick={onClose}>×</button>
    </div>
  );
}
