/** The machine's CPUs as they are: sockets, shared caches, cores, threads; a click or a key gives one to a side. */
import { useTranslation } from 'react-i18next';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import { useApp } from '../../stores/app.ts';
import { Chips } from '../../ui/Chips.tsx';
import { give, groupsOf, nextUse, useOf, type CpuGroup, type Use } from './cpus.ts';
import { withField } from './edit.ts';
import { Labelled, Section } from './fields.tsx';

interface CpuSectionProps {
  readonly scenario: Scenario;
  readonly onChange: (scenario: Scenario) => void;
}

const KEYS: Readonly<Record<string, Use>> = { s: 'server', c: 'client', r: 'reserve', f: 'free' };
/** Beyond this many a CPU says its use with a letter. */
const SMALL_FROM = 32;

export function CpuSection({ scenario, onChange }: CpuSectionProps) {
  const { t } = useTranslation('scenario');
  const topology = useApp((state) => state.topology);
  if (!topology) return null;
  const { machine, automatic, cpus } = topology;
  const chosen = scenario.cpus === 'auto' ? { server: automatic.server, client: automatic.client, reserve: automatic.reserve } : scenario.cpus;
  const put = (next: Scenario['cpus']): void => {
    const edit = withField(scenario, 'cpus', next);
    if (edit.ok) onChange(edit.scenario);
  };
  const groups = groupsOf(cpus);
  const threads = cpus.length > machine.cores ? `, ${t('cpus.threads', { count: cpus.length })}` : '';
  return (
    <Section title={t('cpus.title')} sub={`${t('cpus.sockets', { count: machine.sockets, cores: machine.cores })}${threads}`}>
      <Labelled label={t('cpus.how')}>
        <Chips
          label={t('cpus.how')} several={false} testId="cpus-how" chosen={[scenario.cpus === 'auto' ? 'auto' : 'chosen']}
          choices={[{ value: 'auto', label: t('cpus.automatic') }, { value: 'chosen', label: t('cpus.chosen') }]} onChange={([how]) => put(how === 'auto' ? 'auto' : chosen)}
        />
      </Labelled>
      <div className={cpus.length > SMALL_FROM ? 'cpus small-cpus' : 'cpus'}>
        {groups.map((group) => (
          <Group
            key={`${group.socket} ${group.l3}`} group={group} alone={groups.length === 1} small={cpus.length > SMALL_FROM} sockets={machine.sockets}
            useFor={(cpu) => useOf(cpu, chosen)} onGive={(cpu, use) => put(give(cpu, use, chosen))}
          />
        ))}
      </div>
      <p className="tiny dim form-hint">{scenario.cpus === 'auto' ? <>{automatic.note}<br /></> : null}{t('cpus.hint')}</p>
    </Section>
  );
}

interface GroupProps {
  readonly group: CpuGroup;
  readonly alone: boolean;
  readonly small: boolean;
  readonly sockets: number;
  readonly useFor: (cpu: number) => Use;
  readonly onGive: (cpu: number, use: Use) => void;
}

function Group({ group, alone, small, sockets, useFor, onGive }: GroupProps) {
  const { t } = useTranslation('scenario');
  const names = [...(sockets > 1 ? [t('cpus.socket', { socket: group.socket })] : []), ...(group.l3 === null ? [] : [`L3 ${group.l3}`])];
  return (
    <div className="socket" role="group" aria-label={names.join(', ') || t('cpus.title')}>
      <div className="cores">
        {group.cores.map(({ core, cpus }) => (
          <div key={core} className="core">
            <span className="tiny dim">{small ? core : t('cpus.core', { core })}</span>
            {cpus.map(({ cpu, online }) => {
              const use = useFor(cpu);
              const says = `${cpu} ${t(online ? `cpus.${use}` : 'cpus.offline')}`;
              return (
                <button
                  key={cpu} type="button" className={`cpu ${use}`} data-testid={`cpu-${cpu}`} data-use={use} disabled={!online} aria-label={says} title={small ? says : undefined} onClick={() => onGive(cpu, nextUse(use))}
                  onKeyDown={(event) => {
                    const wanted = KEYS[event.key.toLowerCase()];
                    if (wanted && !event.ctrlKey && !event.metaKey && !event.altKey) onGive(cpu, wanted);
                  }}
                >
                  {small ? `${cpu} ${online ? t(`cpus.letter.${use}`) : '×'}` : says}
                </button>
              );
            })}
          </div>
        ))}
      </div>
      {alone || names.length === 0 ? null : <div className="tiny dim socket-name">{names.join(' · ')}</div>}
    </div>
  );
}
