/** The form's section on which CPUs the servers, the clients and the app get. */
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import { coreOf } from '../../../shared/topology.ts';
import { useApp } from '../../stores/app.ts';
import { Chips } from '../../ui/Chips.tsx';
import { CpuMap } from './CpuMap.tsx';
import { concernsAbout, give, ranges, type Concern } from './cpus.ts';
import { Hint, Labelled, Remarks, Section } from './fields.tsx';

interface CpuSectionProps {
  readonly scenario: Scenario;
  readonly put: (path: string, value: unknown) => string | null;
}

export function CpuSection({ scenario, put }: CpuSectionProps) {
  const { t } = useTranslation('scenario');
  const topology = useApp((state) => state.topology);
  if (!topology) return <Section title={t('cpus.title')} sub="" fields={['cpus']}><p className="small mid">{t('cpus.reading')}</p></Section>;
  const { automatic, cpus, offline } = topology;
  const { cpus: said } = scenario;
  const chosen = said === 'auto' ? { server: automatic.server, client: automatic.client, reserve: automatic.reserve } : said;
  const count = (of: (cpu: (typeof cpus)[number]) => unknown): number => new Set(cpus.map(of)).size;
  const [sockets, nodes, cores] = [count(({ socket }) => socket), count(({ node }) => node), count(coreOf)];
  const shape = [t('cpus.sockets', { count: sockets }), ...(nodes > 1 ? [t('cpus.nodes', { count: nodes })] : []), t('cpus.cores', { count: cores }), ...(cpus.length > cores ? [t('cpus.threads', { count: cpus.length })] : [])].join(', ');
  return (
    <Section title={t('cpus.title')} sub={shape} fields={['cpus']}>
      <Labelled label={t('cpus.how')}>
        <Chips
          label={t('cpus.how')} several={false} testId="cpus-how" chosen={[said === 'auto' ? 'auto' : 'chosen']}
          choices={[{ value: 'auto', label: t('cpus.automatic') }, { value: 'chosen', label: t('cpus.chosen') }]} onChange={([how]) => void put('cpus', how === 'auto' ? 'auto' : chosen)}
        />
        <Hint text={t(said === 'auto' ? 'cpus.autoHint' : 'cpus.chosenHint')} />
      </Labelled>
      <CpuMap topology={topology} chosen={chosen} onGive={(given, use) => void put('cpus', give(given, use, chosen))} />
      {offline.length > 0 ? <p className="tiny dim" data-testid="cpus-offline">{t('cpus.offline', { cpus: ranges(offline) })}</p> : null}
      <div data-testid="cpu-concerns"><Remarks lines={concernsAbout(chosen, cpus).map((concern) => concernText(concern, t))} /></div>
    </Section>
  );
}

function concernText(concern: Concern, t: TFunction<'scenario'>): string {
  if ('cpus' in concern) return t(`cpus.concern.${concern.what}`, { cpus: ranges(concern.cpus) });
  if (concern.what === 'other-clock') return t('cpus.concern.other-clock', { server: (concern.serverMHz / 1000).toFixed(1), client: (concern.clientMHz / 1000).toFixed(1) });
  return t(`cpus.concern.${concern.what}`);
}
