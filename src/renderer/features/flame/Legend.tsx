/** The colours that a flame shows, in the order of the handshake. */
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlameData } from '../../../shared/flame/data.ts';
import { PHASES, type PhaseId } from '../../../shared/phases/tree.ts';
import { Swatch } from './Readout.tsx';

const ORDER = ['connect', 'keyshare', 'parse', 'select', 'kx-server', 'sign', 'build', 'kx-client', 'decode', 'verify', 'cvcheck', 'finished', 'tickets'] as const;

function entriesOf(data: FlameData): string[] {
  const phases = [...data.client, ...data.server].filter((phase) => phase.amount > 0);
  const has = (test: (id: PhaseId) => boolean): boolean => phases.some((phase) => test(phase.id));
  const shown = ORDER.filter((colour) => has((id) => PHASES[id].colour === colour || (colour === 'cvcheck' && id === 'c.check')));
  return [
    ...shown,
    ...(has((id) => PHASES[id].kind === 'wait') ? ['waiting'] : []),
    ...(has((id) => PHASES[id].kind === 'wakeup') ? ['wakeup'] : []),
    ...(has((id) => id.endsWith('.rest')) ? ['rest'] : []),
  ];
}

export function Legend({ data }: { readonly data: FlameData }) {
  if ([...data.client, ...data.server].some(({ shift }) => shift)) return <ShiftLegend />;
  return <LegendList entries={entriesOf(data).join(' ')} />;
}

/** Of a difference: what the fill says; the phase stands at the left edge. */
const ShiftLegend = memo(function ShiftLegend() {
  const { t } = useTranslation('phases');
  return (
    <div className="flame-legend tiny mid">
      {(['faster', 'slower', 'same'] as const).map((tone) => <span key={tone} className="row gap1"><i className={`sw shift-${tone}`} />{t(`shift.${tone}`)}</span>)}
      <span>{t('shift.edge')}</span>
    </div>
  );
});

/** By a string, so that a live flame with the same phases leaves it alone. */
const LegendList = memo(function LegendList({ entries }: { readonly entries: string }) {
  const { t } = useTranslation('phases');
  return (
    <div className="flame-legend tiny mid">
      {entries.split(' ').filter(Boolean).map((entry) => (
        <span key={entry} className="row gap1">
          {entry === 'waiting' ? <Swatch colour={null} hatched /> : entry === 'wakeup' ? <i className="sw sw-hatch sw-back" /> : <Swatch colour={entry === 'rest' ? null : entry} />}
          {t(`legend.${entry}`)}
        </span>
      ))}
    </div>
  );
});
