/** The form's section on the network between client and server. */
import { useTranslation } from 'react-i18next';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import { FAULT_ACTIONS, FAULT_PLACES } from '../../../shared/tls.ts';
import { Chips } from '../../ui/Chips.tsx';
import { Hint, Labelled, Remarks, Section, TextField } from './fields.tsx';

interface NetworkSectionProps {
  readonly scenario: Scenario;
  /** Sets a field; what is wrong with the value, else null. */
  readonly put: (path: string, value: unknown) => string | null;
  readonly wholeOr: (text: string) => number | string;
  /** Why no chosen stack offers the token; null where one does. */
  readonly offered: (token: string) => string | null;
  readonly sub: string;
  readonly remarks: readonly string[];
}

const ROUND_TRIPS = ['none', '0ms', '10ms', '35ms', '80ms'];
const RATES = ['none', 1_000_000, 10_000_000, 100_000_000, 1_000_000_000] as const;

const rateName = (bits: number): string => (bits >= 1e9 ? `${bits / 1e9} Gbit/s` : bits >= 1e6 ? `${bits / 1e6} Mbit/s` : `${bits / 1e3} kbit/s`);

export function NetworkSection({ scenario: { network }, put, wholeOr, offered, sub, remarks }: NetworkSectionProps) {
  const { t } = useTranslation('scenario');
  const { roundTrip, bitsPerSecond, fault } = network;
  const relayed = !roundTrip.includes('none');
  const direct = relayed ? null : t('network.needsRelay');
  const rates = RATES.some((rate) => rate === bitsPerSecond) ? RATES : [...RATES, bitsPerSecond];
  return (
    <Section title={t('network.title')} sub={sub}>
      <Labelled label={t('network.roundTrip')}>
        <Chips
          label={t('network.roundTrip')} testId="axis-network.roundTrip" several chosen={roundTrip} onChange={(values) => void put('network.roundTrip', values)}
          choices={[...new Set([...ROUND_TRIPS, ...roundTrip])].map((value) => ({ value, label: value === 'none' ? t('network.direct') : value.replace(/(\d)\s*([a-zµ])/, '$1 $2'), refused: value === 'none' ? null : offered('preamble') }))}
        />
        <TextField label={t('network.other')} value="" placeholder="120ms" unit={t('network.other')} onTake={(text) => (text.trim() === '' ? null : put('network.roundTrip', [...roundTrip, text.trim()]))} />
      </Labelled>
      <Labelled label={t('network.rate')}>
        <Chips
          label={t('network.rate')} testId="axis-network.bitsPerSecond" several={false} chosen={[bitsPerSecond]} onChange={([value]) => void put('network.bitsPerSecond', value)}
          choices={rates.map((value) => ({ value, label: value === 'none' ? t('network.unlimited') : rateName(value), refused: value === 'none' ? null : direct }))}
        />
      </Labelled>
      <Labelled label={t('network.fault')}>
        <Chips
          label={t('network.fault')} testId="axis-network.fault" several={false} chosen={[fault === 'none' ? 'none' : fault.at]} onChange={([at]) => void put('network.fault', at === 'none' ? 'none' : { action: 'reset', every: 10, ...(fault === 'none' ? {} : fault), at })}
          choices={[{ value: 'none', label: t('network.noFault') }, ...FAULT_PLACES.map((value) => ({ value, label: t('network.at', { message: value }), refused: direct }))]}
        />
      </Labelled>
      {fault === 'none' ? null : (
        <>
          <Labelled label={t('network.action')}>
            <Chips label={t('network.action')} testId="axis-network.action" several={false} chosen={[fault.action]} onChange={([action]) => void put('network.fault', { ...fault, action })} choices={FAULT_ACTIONS.map((value) => ({ value, label: t(`network.${value}`) }))} />
          </Labelled>
          <Labelled label={t('network.every')}><TextField label={t('network.every')} value={String(fault.every)} unit={t('network.everyUnit')} onTake={(text) => put('network.fault', { ...fault, every: wholeOr(text) })} /></Labelled>
        </>
      )}
      {roundTrip.some((value) => value !== 'none') ? <Hint text={t('network.hint')} /> : null}
      <Remarks lines={[...remarks]} />
    </Section>
  );
}
