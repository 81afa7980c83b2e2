import { useTranslation } from 'react-i18next';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import type { StackInfo } from '../../../shared/stacks.ts';
import { GROUP_FACTS, GROUPS, KEY_TYPES, type KeyType } from '../../../shared/tls.ts';
import { EXTERNAL_SERVERS, externalFamilyOf, isExternal, type ExternalServerFamily } from '../../../shared/servers.ts';
import { useApp } from '../../stores/app.ts';
import { Chips, type Choice } from '../../ui/Chips.tsx';
import { CpuSection } from './CpuMap.tsx';
import { kindOf, lengthOf, namesIn, withField } from './edit.ts';
import { Hint, Labelled, Remarks, Section, TextField } from './fields.tsx';
import { LoadSection } from './LoadSection.tsx';
import { NetworkSection } from './NetworkSection.tsx';
import { ProtocolSection, SessionSection } from './SessionSection.tsx';
import { AbsentStacks, StackChips } from './StackChips.tsx';
import { TrustSection } from './TrustSection.tsx';

interface FormProps {
  readonly scenario: Scenario;
  readonly onChange: (scenario: Scenario) => void;
}

const KEY_NAMES: Readonly<Record<KeyType, string>> = { 'ecdsa-p256': 'ECDSA P-256', 'ecdsa-p384': 'ECDSA P-384', 'rsa-2048': 'RSA 2048', 'rsa-3072': 'RSA 3072', 'rsa-4096': 'RSA 4096', ed25519: 'Ed25519' };

/** The configuration files with one set, or left out where the text is empty. */
function withConfig(servers: Scenario['servers'], family: ExternalServerFamily, config: string): Scenario['servers'] {
  const { [family]: _, ...others } = servers;
  return config === '' ? others : { ...others, [family]: { config } };
}

/** The number a text says; a text that says none goes to the schema as it is, which then names it. */
const wholeOr = (text: string): number | string => (/^\s*\d[\d\s\u00a0]*$/.test(text) ? Number(text.replace(/[\s\u00a0]/g, '')) : text);

export function Form({ scenario, onChange }: FormProps) {
  const { t } = useTranslation('scenario');
  const stacks = useApp((state) => state.stacks) ?? [];
  const put = (path: string, value: unknown): string | null => {
    const edit = withField(scenario, path, value);
    if (!edit.ok) return edit.message;
    onChange(edit.scenario);
    return null;
  };
  const chips = <T extends string | number | boolean>(label: string, path: string, choices: readonly Choice<T>[], chosen: readonly T[], several = true) => (
    <Chips label={label} testId={`axis-${path}`} choices={choices} chosen={chosen} several={several} onChange={(values) => void put(path, values)} />
  );
  const stackChips = (side: 'client' | 'server') => (
    <StackChips label={t(`stacks.${side}`)} testId={`axis-stacks.${side}`} stacks={side === 'client' ? stacks.filter(({ family }) => !isExternal(family)) : stacks} chosen={scenario.stacks[side]} onChange={(names) => void put(`stacks.${side}`, names)} />
  );
  const chosen = stacks.filter(({ available, id, family }) => available && [...scenario.stacks.client, ...scenario.stacks.server].some((name) => name === id || name === family || name === `${family}*`));
  const lacking = (token: string): StackInfo[] => chosen.filter(({ offers }) => !offers.includes(token));
  const why = ({ id, not, library }: StackInfo, token: string): string => `${id}: ${not.find(({ what }) => what === token)?.why ?? t('notOffered', { library: library ? `${library.name} ${library.version}` : id })}`;
  /** Dashed where no chosen stack offers it, with the reasons. */
  const offered = (token: string): string | null => {
    const without = lacking(token);
    return chosen.length === 0 || without.length < chosen.length ? null : without.map((stack) => why(stack, token)).join('; ');
  };
  /** What is chosen and offered by some of the stacks only: their arms are left out. */
  const remarks = <T extends string>(values: readonly T[], prefix: string, name: (value: T) => string): string[] =>
    values.flatMap((value) => {
      const without = lacking(`${prefix}:${value}`);
      return without.length === chosen.length ? [] : without.map((stack) => `${name(value)} · ${why(stack, `${prefix}:${value}`)}`);
    });
  const remarked = (token: string, name: string): string[] => {
    const without = lacking(token);
    return without.length === chosen.length ? [] : without.map((stack) => `${name} · ${why(stack, token)}`);
  };
  /** What no chosen stack records is dashed. */
  const recorded = (what: string): string | null => (chosen.length === 0 || chosen.some(({ observes }) => observes.includes(what)) ? null : t('observe.notHere'));
  /** Under a section's title: what it is about, or that it sweeps. */
  const sub = (text: string, ...axes: readonly (readonly unknown[])[]): string => {
    const values = axes.reduce((product, axis) => product * axis.length, 1);
    return values > 1 ? t('sweep', { count: values }) : text;
  };
  const keys = KEY_TYPES.map((value): Choice<KeyType> => ({ value, label: KEY_NAMES[value], refused: offered(`key:${value}`) }));
  const { length } = scenario;
  return (
    <>
      <Section title={t('stacks.title')} sub={t('stacks.sub')}>
        <Labelled label={t('stacks.client')}>{stackChips('client')}</Labelled>
        <Labelled label={t('stacks.server')}>{stackChips('server')}</Labelled>
        {EXTERNAL_SERVERS.filter((family) => family !== 's-server' && scenario.stacks.server.some((name) => externalFamilyOf(name) === family)).map((family) => (
          <Labelled key={family} label={t('stacks.config', { server: family })}>
            <TextField label={t('stacks.config', { server: family })} className="wide" placeholder={t('stacks.ownConfig')} value={scenario.servers[family]?.config ?? ''} onTake={(text) => put('servers', withConfig(scenario.servers, family, text.trim()))} />
            <Hint text={t('stacks.configHint', Object.fromEntries(['port', 'certificate', 'key', 'bundle'].map((name) => [name, `{{${name}}}`])))} />
          </Labelled>
        ))}
        <AbsentStacks stacks={stacks} />
      </Section>
      <Section title={t('certificates.title')} sub={sub(t('certificates.sub'), scenario.certificates.intermediates, scenario.certificates.leaf, scenario.certificates.issuers)}>
        <Labelled label={t('certificates.intermediates')}>{chips(t('certificates.intermediates'), 'certificates.intermediates', Array.from({ length: 9 }, (_, value) => ({ value, label: String(value) })), scenario.certificates.intermediates)}</Labelled>
        <Labelled label={t('certificates.leaf')}>{chips(t('certificates.leaf'), 'certificates.leaf', keys, scenario.certificates.leaf)}</Labelled>
        <Labelled label={t('certificates.issuers')}>{chips(t('certificates.issuers'), 'certificates.issuers', keys, scenario.certificates.issuers)}</Labelled>
        <Labelled label={t('certificates.names')}><TextField label={t('certificates.names')} value={String(scenario.certificates.names)} onTake={(text) => put('certificates.names', wholeOr(text))} /></Labelled>
        <Remarks lines={remarks([...new Set([...scenario.certificates.leaf, ...scenario.certificates.issuers])], 'key', (value) => KEY_NAMES[value])} />
      </Section>
      <Section title={t('keyExchange.title')} sub={sub(t('keyExchange.sub'), scenario.keyExchange.groups, scenario.keyExchange.retry)}>
        <Labelled label={t('keyExchange.groups')}>{chips(t('keyExchange.groups'), 'keyExchange.groups', GROUPS.map((value) => ({ value, label: GROUP_FACTS[value].name, refused: offered(`group:${value}`) })), scenario.keyExchange.groups)}</Labelled>
        <Labelled label={t('keyExchange.retry')}>
          {chips(t('keyExchange.retry'), 'keyExchange.retry', [{ value: false, label: t('keyExchange.plain') }, { value: true, label: t('keyExchange.forced'), refused: offered('retry') }], scenario.keyExchange.retry)}
        </Labelled>
        <Remarks lines={remarks(scenario.keyExchange.groups, 'group', (value) => GROUP_FACTS[value].name)} />
      </Section>
      <ProtocolSection scenario={scenario} put={put} wholeOr={wholeOr} chips={chips} offered={offered} sub={sub(t('tls.sub'), scenario.tls)} />
      <SessionSection
        scenario={scenario} put={put} wholeOr={wholeOr} chips={chips} offered={offered} sub={sub(t('session.sub'), scenario.session.resumption, scenario.session.earlyData, scenario.session.antiReplay)}
        remarks={[...remarks(scenario.session.resumption, 'session', (value) => t(`session.${value}`)), ...(scenario.session.earlyData.some((value) => value !== 'none') ? remarked('earlyData', t('session.earlyData')) : [])]}
      />
      <Section title={t('alpn.title')} sub={t('alpn.sub')}>
        <Labelled label={t('alpn.offer')}><TextField label={t('alpn.offer')} className="wide" placeholder="h2, http/1.1" value={scenario.alpn.offer.join(', ')} onTake={(text) => put('alpn.offer', namesIn(text))} /></Labelled>
        <Labelled label={t('alpn.serve')}><TextField label={t('alpn.serve')} className="wide" placeholder="h2, http/1.1" value={scenario.alpn.serve.join(', ')} onTake={(text) => put('alpn.serve', namesIn(text))} /></Labelled>
        <p className="tiny dim form-hint">{t('alpn.hint')}</p>
      </Section>
      <LoadSection
        scenario={scenario} put={put} wholeOr={wholeOr} offered={offered} sub={sub(t('load.sub'), scenario.load.connections, scenario.load.threads, scenario.load.loop === 'open' ? scenario.load.rate : [null])}
        remarks={[...(scenario.load.loop === 'open' ? remarked('loop:open', t('load.open')) : []), ...(scenario.load.threads.some((count) => count > 1) ? remarked('threads', t('load.threads')) : [])]}
      />
      <NetworkSection
        scenario={scenario} put={put} wholeOr={wholeOr} offered={offered} sub={sub(t('network.sub'), scenario.network.roundTrip)}
        remarks={scenario.network.roundTrip.some((value) => value !== 'none') ? remarked('preamble', t('network.roundTrip')) : []}
      />
      <Section title={t('length.title')} sub={t('length.sub')}>
        <div className="cols">
          <Labelled label={t('length.by')}>
            <Chips label={t('length.by')} several={false} testId="length-kind" chosen={[kindOf(length)]} onChange={([kind]) => kind && kind !== kindOf(length) && void put('length', lengthOf(kind))} choices={(['time', 'count', 'precision'] as const).map((value) => ({ value, label: t(`length.${value}`) }))} />
          </Labelled>
          {'for' in length ? <Labelled label={t('length.for')}><TextField label={t('length.for')} value={length.for} onTake={(text) => put('length', { for: text })} /></Labelled> : null}
          {'handshakes' in length ? <Labelled label={t('length.count')}><TextField label={t('length.count')} value={String(length.handshakes)} unit={t('length.perArm')} onTake={(text) => put('length', { handshakes: wholeOr(text) })} /></Labelled> : null}
          {'until' in length ? (
            <Labelled label={t('length.until')}>
              <span className="row gap2">
                <TextField label={t('length.until')} value={length.until} onTake={(text) => put('length', { ...length, until: text })} />
                <TextField label={t('length.atMost')} value={length.atMost} unit={t('length.atMost')} onTake={(text) => put('length', { ...length, atMost: text })} />
              </span>
            </Labelled>
          ) : null}
        </div>
      </Section>
      <TrustSection scenario={scenario} put={put} />
      <CpuSection scenario={scenario} onChange={onChange} />
      <Section title={t('observe.title')} sub={t('observe.sub')}>
        <Labelled label={t('observe.label')}>
          {chips(t('observe.label'), 'observe', (['timing', 'allocations', 'cpu-profile', 'alloc-profile', 'wire'] as const).map((value) => ({ value, label: t(`observe.${value}`), refused: value.endsWith('-profile') ? recorded(value) : value === 'wire' ? offered('observe:wire') : null })), scenario.observe)}
          <Hint text={t('observe.hint')} />
        </Labelled>
      </Section>
    </>
  );
}
