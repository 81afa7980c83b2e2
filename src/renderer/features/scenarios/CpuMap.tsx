/** The machine's CPUs as they are: sockets, cores, threads; a click or a key gives one to a side. */
import { useTranslation } from 'react-i18next';
import type { Topology } from '../../../shared/ipc/contract.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import { useApp } from '../../stores/app.ts';
import { Chips } from '../../ui/Chips.tsx';
import { give, nextUse, useOf, type Use } from './cpus.ts';
import { withField } from './edit.ts';
import { Labelled, Section } from './fields.tsx';

interface CpuSectionProps {
  readonly scenario: Scenario;
  readonly onChange: (scenario: Scenario) => void;
}

const KEYS: Readonly<Record<string, Use>> = { s: 'server', c: 'client', r: 'reserve', f: 'free' };
const unique = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => a - b);

export function CpuSection({ scenario, onChange }: CpuSectionProps) {
  const { t } = useTranslation('scenario');
  const topology = useApp((state) => state.topology);
  if (!topology) return null;
  const { machine, automatic } = topology;
  const chosen = scenario.cpus === 'auto' ? { server: automatic.server, client: automatic.client, reserve: automatic.reserve } : scenario.cpus;
  const put = (cpus: Scenario['cpus']): void => {
    const edit = withField(scenario, 'cpus', cpus);
    if (edit.ok) onChange(edit.scenario);
  };
  return (
    <Section title={t('cpus.title')} sub={t('cpus.sockets', { count: machine.sockets, cores: machine.cores })}>
      <Labelled label={t('cpus.how')}>
        <Chips
          label={t('cpus.how')} several={false} testId="cpus-how" chosen={[scenario.cpus === 'auto' ? 'auto' : 'chosen']}
          choices={[{ value: 'auto', label: t('cpus.automatic') }, { value: 'chosen', label: t('cpus.chosen') }]} onChange={([how]) => put(how === 'auto' ? 'auto' : chosen)}
        />
      </Labelled>
      <Labelled label="">
        <div className="cpus">
          {unique(topology.cpus.map(({ socket }) => socket)).map((socket) => <Socket key={socket} cpus={topology.cpus.filter((cpu) => cpu.socket === socket)} useFor={(cpu) => useOf(cpu, chosen)} onGive={(cpu, use) => put(give(cpu, use, chosen))} />)}
        </div>
        <p className="tiny dim">{scenario.cpus === 'auto' ? automatic.note : t('cpus.hint')}</p>
      </Labelled>
    </Section>
  );
}

interface SocketProps {
  readonly cpus: Topology['cpus'];
  readonly useFor: (cpu: number) => Use;
  readonly onGive: (cpu: number, use: Use) => void;
}

function Socket({ cpus, useFor, onGive }: SocketProps) {
  const { t } = useTranslation('scenario');
  return (
    <div className="socket">
      {unique(cpus.map(({ core }) => core)).map((core) => (
        <div key={core} className="core">
          <span className="tiny dim">{t('cpus.core', { core })}</span>
          {cpus.filter((cpu) => cpu.core === core).map(({ cpu }) => {
            const use = useFor(cpu);
            return (
              <button
                key={cpu} type="button" className={`cpu ${use}`} data-testid={`cpu-${cpu}`} data-use={use} onClick={() => onGive(cpu, nextUse(use))}
                onKeyDown={(event) => {
                  const wanted = KEYS[event.key.toLowerCase()];
                  if (wanted && !event.ctrlKey && !event.metaKey) onGive(cpu, wanted);
                }}
              >
                {cpu} {t(`cpus.${use}`)}
              </button>
            );
          })}
        </div>
      ))}
    </div>
  );
}
