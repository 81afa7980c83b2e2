/** The profiles of a run: arm, side and kind, and the flame of what was picked. */
import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallTree } from '../../../shared/profile/call-tree.ts';
import type { ProfileEntry } from '../../../shared/result/document.ts';
import { grouped } from '../../../shared/report/figures.ts';
import { Failed, Loading } from '../../ui/Loading.tsx';
import { armName } from '../flame/names.ts';
import { Segmented } from '../flame/Segmented.tsx';
import { armsOf, has, KINDS, pick, SIDES, type Wish } from './pick.ts';
import { ProfileFlame } from './ProfileFlame.tsx';
import { useLoaded } from './useLoaded.ts';
import './profile.css';

export interface ProfileTabProps {
  readonly profiles: readonly ProfileEntry[];
  /** By the entry's file; the same function from one drawing to the next. */
  readonly load: (file: string) => Promise<CallTree>;
}

export function ProfileTab({ profiles, load }: ProfileTabProps) {
  const { t } = useTranslation('profile');
  const [wish, setWish] = useState<Wish | null>(null);
  const shown = pick(profiles, wish);
  const [loaded, again] = useLoaded(shown?.file ?? null, load);
  if (shown === null) return <div className="waiting" data-testid="profile-none"><p>{t('none')}</p><p className="mid waiting-why">{t('noneWhy')}</p></div>;
  const wished: Wish = { arm: shown.arm, side: shown.side, kind: shown.kind };
  return (
    <div className="result-split" data-testid="profile-tab">
      <Arms arms={armsOf(profiles)} selected={shown.arm} onSelect={(arm) => setWish({ ...wished, arm })} />
      <section className="pane profile-pane">
        <div className="ph">
          <h2 className="ell">{armName(shown.arm)}</h2>
          <span className="small dim">{t('handshakes', { count: shown.handshakes, n: grouped(shown.handshakes) })}</span>
          <span className="r">
            <Segmented label={t('pick.side')} testId="profile-side" value={shown.side} onChange={(side) => setWish({ ...wished, side })} options={SIDES.map((side) => option(side, t(`side.${side}`), KINDS.some((kind) => has(profiles, { ...wished, side, kind }))))} />
            <Segmented label={t('pick.kind')} testId="profile-kind" value={shown.kind} onChange={(kind) => setWish({ ...wished, kind })} options={KINDS.map((kind) => option(kind, t(`pick.${kind}`), has(profiles, { ...wished, kind })))} />
          </span>
        </div>
        {loaded.state === 'loading' ? <Loading text={t('loading')} /> : loaded.state === 'failed' ? <Failed what={t('failed')} why={loaded.message} onAgain={again} /> : <ProfileFlame tree={loaded.value} handshakes={shown.handshakes} />}
      </section>
    </div>
  );

  function option<T extends string>(value: T, label: string, there: boolean) {
    return { value, label, disabled: !there, title: there ? undefined : t('pick.absent') };
  }
}

function Arms({ arms, selected, onSelect }: { readonly arms: readonly string[]; readonly selected: string; readonly onSelect: (arm: string) => void }) {
  const { t } = useTranslation('profile');
  const list = useRef<HTMLDivElement>(null);
  const onKey = (event: KeyboardEvent): void => {
    const at = arms.indexOf(selected) + (event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0);
    const next = arms[at];
    if (next === undefined || next === selected) return;
    event.preventDefault();
    onSelect(next);
    (list.current?.children[at] as HTMLElement | undefined)?.focus();
  };
  return (
    <section className="pane rule-r">
      <div className="ph rule-b"><h2>{t('arms')}</h2><span className="small dim">{arms.length}</span></div>
      <div className="profile-arms" role="listbox" aria-label={t('arms')} ref={list} onKeyDown={onKey}>
        {arms.map((arm) => (
          <div key={arm} role="option" aria-selected={arm === selected} tabIndex={arm === selected ? 0 : -1} className={`arm${arm === selected ? ' on' : ''}`} data-testid="profile-arm" data-arm={arm} onClick={() => onSelect(arm)}>
            <div className="ell m">{armName(arm)}</div>
          </div>
        ))}
      </div>
    </section>
  );
}
