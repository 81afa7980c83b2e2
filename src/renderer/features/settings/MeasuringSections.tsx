/** The unit of times, and the CPUs that are kept for the app. */
import { useTranslation } from 'react-i18next';
import { TIME_PREFERENCES, timeText } from '../../../shared/report/figures.ts';
import { attempt, changeSettings, useApp } from '../../stores/app.ts';
import { Chips } from '../../ui/Chips.tsx';

/** What a typical handshake takes: shows what a choice does. */
const EXAMPLE_NS = 1_240_000;

export function TimesSection() {
  const { t } = useTranslation('settings');
  const times = useApp(({ settings }) => settings.times);
  return (
    <section className="sec">
      <div className="sl"><h2>{t('times.title')}</h2></div>
      <div>
        <Chips label={t('times.title')} several={false} testId="times" chosen={[times]} onChange={([chosen]) => chosen && attempt(() => changeSettings({ times: chosen }))} choices={TIME_PREFERENCES.map((value) => ({ value, label: value === 'auto' ? t('times.auto') : value }))} />
        <p className="set-note small mid">{t('times.note')} <span className="mono" data-testid="times-example">{timeText(EXAMPLE_NS, times)}</span></p>
      </div>
    </section>
  );
}

export function ReservedSection() {
  const { t } = useTranslation('settings');
  const { settings: { reservedCpus }, topology, about } = useApp();
  const allowed = topology?.cpus.filter((cpu) => cpu.allowed).map(({ cpu }) => cpu) ?? [];
  const chosen = reservedCpus === 'auto' ? ['auto'] : reservedCpus.map(String);
  const change = (now: readonly string[]): void => {
    const cpus = now.filter((one) => one !== 'auto').map(Number);
    const automatic = (now.includes('auto') && reservedCpus !== 'auto') || cpus.length === 0;
    // One at least is left to measure on.
    if (!automatic && allowed.every((cpu) => cpus.includes(cpu))) return;
    attempt(() => changeSettings({ reservedCpus: automatic ? 'auto' : cpus }));
  };
  const choices = [{ value: 'auto', label: t('reserved.auto') }, ...allowed.map((cpu) => ({ value: String(cpu), label: t('reserved.cpu', { cpu }) }))];
  const list = (cpus: readonly number[]): string => (cpus.length === 0 ? t('reserved.none') : cpus.join(', '));
  return (
    <section className="sec">
      <div className="sl"><h2>{t('reserved.title')}</h2></div>
      <div>
        {about?.reservedBy ? null : <Chips label={t('reserved.title')} testId="reserved" chosen={chosen} onChange={change} choices={choices} />}
        <p className="set-note small mid">{about?.reservedBy ? t('reserved.by', { variable: about.reservedBy }) : t('reserved.note')}</p>
        {topology ? <p className="set-note small" data-testid="reserved-now">{t('reserved.now', { server: list(topology.automatic.server), client: list(topology.automatic.client), reserve: list(topology.automatic.reserve) })}</p> : null}
      </div>
    </section>
  );
}
