/** The scenario as a form: every field of the schema has its place here; form.test.ts walks the schema and says which has none. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonIn } from '../../../shared/reasons/index.ts';
import { stacksNamed } from '../../../shared/scenario/arms.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import type { StackInfo } from '../../../shared/stacks.ts';
import { GROUP_FACTS, GROUPS, KEY_TYPES, MAX_INTERMEDIATES, type KeyType } from '../../../shared/tls.ts';
import { EXTERNAL_SERVERS, externalFamilyOf, isExternal, type ExternalServerFamily } from '../../../shared/servers.ts';
import { useApp } from '../../stores/app.ts';
import { Chips, type Choice } from '../../ui/Chips.tsx';
import { CpuSection } from './CpuSection.tsx';
import { namesIn, wholeOr, withField } from './edit.ts';
import { FormContext, Hint, Labelled, Remarks, Section, TextField, type ChipRow, type FormContent } from './fields.tsx';
import { KEY_NAMES } from './field-words.ts';
import { LengthSection } from './LengthSection.tsx';
import { LoadSection } from './LoadSection.tsx';
import { NetworkSection } from './NetworkSection.tsx';
import { ProtocolSection, SessionSection } from './SessionSection.tsx';
import { AbsentStacks, StackChips } from './StackChips.tsx';
import { TrustSection } from './TrustSection.tsx';

interface FormProps {
  readonly scenario: Scenario;
  readonly onChange: (scenario: Scenario) => void;
}

/** The configuration files with one set, or left out where the text is empty. */
function withConfig(servers: Scenario['servers'], family: ExternalServerFamily, config: string): Scenario['servers'] {
  const { [family]: _, ...others } = servers;
  return config === '' ? others : { ...others, [family]: { config } };
}

export function Form({ scenario, onChange }: FormProps) {
  const { t, i18n } = useTranslation('scenario');
  const stacks = useApp((state) => state.stacks) ?? [];
  const [refused, setRefused] = useState<FormContent['refused']>(null);
  // What was refused was refused of the scenario as it was.
  useEffect(() => setRefused(null), [scenario]);
  const put = (path: string, value: unknown): string | null => {
    const edit = withField(scenario, path, value);
    if (!edit.ok) return reasonIn(edit.message, i18n.language);
    onChange(edit.scenario);
    return null;
  };
  const refuse = (path: string, message: string | null): void => setRefused(message === null ? null : { path, message });
  const choose = (path: string, value: unknown): void => refuse(path, put(path, value));
  const chips: ChipRow = (label, path, choices, chosen, several = true) => (
    <Chips label={label} testId={`axis-${path}`} choices={choices} chosen={chosen} several={several} onChange={(values) => choose(path, several ? values : values[0])} />
  );
  const stackChips = (side: 'client' | 'server') => (
    <StackChips label={t(`stacks.${side}`)} testId={`axis-stacks.${side}`} stacks={side === 'client' ? stacks.filter(({ family }) => !isExternal(family)) : stacks} chosen={scenario.stacks[side]} onChange={(names) => choose(`stacks.${side}`, names)} />
  );
  const ids = stacksNamed([...scenario.stacks.client, ...scenario.stacks.server], stacks);
  const chosen = stacks.filter(({ available, id }) => available && ids.includes(id));
  const lacking = (token: string): StackInfo[] => chosen.filter(({ offers }) => !offers.includes(token));
  const told = (text: string | undefined): string | undefined => text && reasonIn(text, i18n.language);
  const why = ({ id, not, library }: StackInfo, token: string): string => `${id}: ${told(not.find(({ what }) => what === token)?.why) ?? t('notOffered', { library: library ? `${library.name} ${library.version}` : id })}`;
  /** Dashed where no chosen stack offers it, with the reasons. */
  const offered = (token: string): string | null => {
    const without = lacking(token);
    return chosen.length === 0 || without.length < chosen.length ? null : without.map((stack) => why(stack, token)).join('; ');
  };
  /** What is chosen and offered by some of the stacks only; the reasons stand beside the arms that are left out. */
  const remarked = (token: string, name: string): string[] => {
    const without = lacking(token);
    return without.length === 0 || without.length === chosen.length ? [] : [t('notWith', { value: name, stacks: without.map(({ id }) => id).join(', ') })];
  };
  const remarks = <T extends string>(values: readonly T[], prefix: string, name: (value: T) => string): string[] => values.flatMap((value) => remarked(`${prefix}:${value}`, name(value)));
  /** What no chosen stack records is dashed. */
  const recorded = (what: string): string | null => (chosen.length === 0 || chosen.some(({ observes }) => observes.includes(what)) ? null : t('observe.notHere'));
  const keys = KEY_TYPES.map((value): Choice<KeyType> => ({ value, label: KEY_NAMES[value], refused: offered(`key:${value}`) }));
  return (
    <FormContext value={{ scenario, onChange, put, refused, refuse }}>
      <Section title={t('stacks.title')} sub={t('stacks.sub')} fields={['stacks.client', 'stacks.server', 'servers']}>
        <Labelled label={t('stacks.client')} field="stacks.client">{stackChips('client')}</Labelled>
        <Labelled label={t('stacks.server')} field="stacks.server">{stackChips('server')}</Labelled>
        {EXTERNAL_SERVERS.filter((family) => family !== 's-server' && scenario.stacks.server.some((name) => externalFamilyOf(name) === family)).map((family) => (
          <Labelled key={family} label={t('stacks.config', { server: family })} field="servers">
            <TextField label={t('stacks.config', { server: family })} className="wide" placeholder={t('stacks.ownConfig')} value={scenario.servers[family]?.config ?? ''} onTake={(text) => put('servers', withConfig(scenario.servers, family, text.trim()))} />
            <Hint text={t('stacks.configHint', Object.fromEntries(['port', 'certificate', 'key', 'bundle'].map((name) => [name, `{{${name}}}`])))} />
          </Labelled>
        ))}
        <AbsentStacks stacks={stacks} />
      </Section>
      <Section title={t('certificates.title')} sub={t('certificates.sub')} fields={['certificates.intermediates', 'certificates.leaf', 'certificates.issuers', 'certificates.names', 'certificates.mutual']}>
        <Labelled label={t('certificates.intermediates')} field="certificates.intermediates">
          {chips(t('certificates.intermediates'), 'certificates.intermediates', Array.from({ length: MAX_INTERMEDIATES + 1 }, (_, value) => ({ value, label: String(value) })), scenario.certificates.intermediates)}
          <Hint text={t('certificates.depthHint')} />
        </Labelled>
        <Labelled label={t('certificates.leaf')} field="certificates.leaf">{chips(t('certificates.leaf'), 'certificates.leaf', keys, scenario.certificates.leaf)}</Labelled>
        <Labelled label={t('certificates.issuers')} field="certificates.issuers">{chips(t('certificates.issuers'), 'certificates.issuers', keys, scenario.certificates.issuers)}</Labelled>
        <div className="cols">
          <Labelled label={t('certificates.names')} field="certificates.names"><TextField label={t('certificates.names')} value={String(scenario.certificates.names)} unit={t('certificates.namesUnit')} onTake={(text) => put('certificates.names', wholeOr(text))} /></Labelled>
          <Labelled label={t('tls.mutual')} field="certificates.mutual">
            {chips(t('tls.mutual'), 'certificates.mutual', [{ value: false, label: t('tls.mutualNo') }, { value: true, label: t('tls.mutualYes'), refused: offered('mtls') }], [scenario.certificates.mutual], false)}
          </Labelled>
        </div>
        <Remarks lines={remarks([...new Set([...scenario.certificates.leaf, ...scenario.certificates.issuers])], 'key', (value) => KEY_NAMES[value])} />
      </Section>
      <Section title={t('keyExchange.title')} sub={t('keyExchange.sub')} fields={['keyExchange.groups', 'keyExchange.retry']}>
        <Labelled label={t('keyExchange.groups')} field="keyExchange.groups">{chips(t('keyExchange.groups'), 'keyExchange.groups', GROUPS.map((value) => ({ value, label: GROUP_FACTS[value].name, refused: offered(`group:${value}`) })), scenario.keyExchange.groups)}</Labelled>
        <Labelled label={t('keyExchange.retry')} field="keyExchange.retry">
          {chips(t('keyExchange.retry'), 'keyExchange.retry', [{ value: false, label: t('keyExchange.plain') }, { value: true, label: t('keyExchange.forced'), refused: offered('retry') }], scenario.keyExchange.retry)}
        </Labelled>
        <Remarks lines={remarks(scenario.keyExchange.groups, 'group', (value) => GROUP_FACTS[value].name)} />
      </Section>
      <ProtocolSection chips={chips} offered={offered} />
      <SessionSection
        chips={chips} offered={offered}
        remarks={[...remarks(scenario.session.resumption, 'session', (value) => t(`session.${value}`)), ...(scenario.session.earlyData.some((value) => value !== 'none') ? remarked('earlyData', t('session.earlyData')) : [])]}
      />
      <Section title={t('alpn.title')} sub={t('alpn.sub')} fields={['alpn.offer', 'alpn.serve']}>
        <Labelled label={t('alpn.offer')} field="alpn.offer"><TextField label={t('alpn.offer')} className="wide" placeholder="h2, http/1.1" value={scenario.alpn.offer.join(', ')} onTake={(text) => put('alpn.offer', namesIn(text))} /></Labelled>
        <Labelled label={t('alpn.serve')} field="alpn.serve"><TextField label={t('alpn.serve')} className="wide" placeholder="h2, http/1.1" value={scenario.alpn.serve.join(', ')} onTake={(text) => put('alpn.serve', namesIn(text))} /></Labelled>
        <Hint text={t('alpn.hint')} />
      </Section>
      <LoadSection
        chips={chips} offered={offered}
        remarks={[...(scenario.load.loop === 'open' ? remarked('loop:open', t('load.open')) : []), ...(scenario.load.threads.some((count) => count > 1) ? remarked('threads', t('load.threads')) : [])]}
      />
      <NetworkSection chips={chips} offered={offered} remarks={scenario.network.roundTrip.some((value) => value !== 'none') ? remarked('preamble', t('network.roundTrip')) : []} />
      <LengthSection />
      <TrustSection chips={chips} />
      <CpuSection scenario={scenario} put={put} />
      <Section title={t('observe.title')} sub={t('observe.sub')} fields={['observe', 'idle']}>
        <Labelled label={t('observe.label')} field="observe">
          {chips(t('observe.label'), 'observe', (['timing', 'allocations', 'cpu-profile', 'alloc-profile', 'wire'] as const).map((value) => ({ value, label: t(`observe.${value}`), refused: value.endsWith('-profile') ? recorded(value) : value === 'wire' ? offered('observe:wire') : null })), scenario.observe)}
          <Hint text={t('observe.hint')} />
        </Labelled>
        <Labelled label={t('observe.idle')} field="idle">
          <TextField label={t('observe.idle')} value={String(scenario.idle)} unit={t('observe.idleUnit')} onTake={(text) => put('idle', wholeOr(text))} />
          <Hint text={t('observe.idleHint')} />
        </Labelled>
      </Section>
    </FormContext>
  );
}
