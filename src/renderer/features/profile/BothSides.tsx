/** An arm's CPU profile of either side, the client above the server, as in the flame of its phases. */
import { useTranslation } from 'react-i18next';
import type { CallTree } from '../../../shared/profile/call-tree.ts';
import type { ProfileEntry } from '../../../shared/result/document.ts';
import { grouped } from '../../../shared/report/figures.ts';
import { Failed, Loading } from '../../ui/Loading.tsx';
import { SIDES } from './pick.ts';
import { ProfileFlame } from './ProfileFlame.tsx';
import { useLoaded } from './useLoaded.ts';
import './profile.css';

export interface BothSidesProps {
  readonly profiles: readonly ProfileEntry[];
  readonly arm: string;
  /** By the entry's file; the same function from one drawing to the next. */
  readonly load: (file: string) => Promise<CallTree>;
}

export function BothSides({ profiles, arm, load }: BothSidesProps) {
  return (
    <div className="profile-both" data-testid="flame-samples">
      {SIDES.map((side) => <Side key={side} side={side} entry={profiles.find((one) => one.arm === arm && one.side === side && one.kind === 'cpu') ?? null} load={load} />)}
    </div>
  );
}

function Side({ side, entry, load }: { readonly side: ProfileEntry['side']; readonly entry: ProfileEntry | null; readonly load: BothSidesProps['load'] }) {
  const { t } = useTranslation('profile');
  const [loaded, again] = useLoaded(entry?.file ?? null, load);
  return (
    <section className="profile-side rule-t" aria-label={t(`side.${side}`)} data-testid="flame-samples-side" data-side={side}>
      <div className="profile-side-head small"><b>{t(`side.${side}`)}</b> <span className="dim">{entry === null ? t('noSide') : t('handshakes', { count: entry.handshakes, n: grouped(entry.handshakes) })}</span></div>
      {entry === null ? null : loaded.state === 'loading' ? <Loading text={t('loading')} /> : loaded.state === 'failed' ? <Failed what={t('failed')} why={loaded.message} onAgain={again} /> : <ProfileFlame tree={loaded.value} handshakes={entry.handshakes} />}
    </section>
  );
}
