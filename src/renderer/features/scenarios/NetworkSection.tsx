/** The form's section on the network between client and server. */
import { useTranslation } from 'react-i18next';
import { roundTripNs } from '../../../shared/scenario/schema.ts';
import { FAULT_ACTIONS, FAULT_PLACES } from '../../../shared/tls.ts';
import { Chips } from '../../ui/Chips.tsx';
import { bitsIn, partsIn, wholeOr } from './edit.ts';
import { rateName, roundTripName } from './field-words.ts';
import { Hint, Labelled, NumberAxis, Remarks, Section, TextField, useForm, type ChipRow } from './fields.tsx';

interface NetworkSectionProps {
  readonly chips: ChipRow;
  /** Why no chosen stack offers the token; null where one does. */
  readonly offered: (token: string) => string | null;
  readonly remarks: readonly string[];
}

const ROUND_TRIPS = ['none', '0ms', '10ms', '35ms', '80ms'];
const RATES = ['none', 1_000_000, 10_000_000, 100_000_000, 1_000_000_000] as const;
/** Direct first, then the shortest. */
const compare = (a: string, b: string): number => (roundTripNs(a) ?? -1) - (roundTripNs(b) ?? -1);

export function NetworkSection({ chips, offered, remarks }: NetworkSectionProps) {
  const { t } = useTranslation('scenario');
  const { scenario: { network: { roundTrip, bitsPerSecond, fault } }, put, refuse } = useForm();
  const direct = roundTrip.includes('none') ? t('network.needsRelay') : null;
  const rates = RATES.some((rate) => rate === bitsPerSecond) ? RATES : [...RATES, bitsPerSecond];
  const name = (value: string): string => (value === 'none' ? t('network.direct') : roundTripName(value));
  return (
    <Section title={t('network.title')} sub={t('network.sub')} fields={['network.roundTrip', 'network.bitsPerSecond', 'network.fault']}>
      <Labelled label={t('network.roundTrip')} field="network.roundTrip">
        <NumberAxis label={t('network.roundTrip')} path="network.roundTrip" offered={ROUND_TRIPS.map((value) => ({ value, label: name(value), refused: value === 'none' ? null : offered('preamble') }))} chosen={roundTrip} name={name} read={partsIn} compare={compare} placeholder={t('network.other')} />
      </Labelled>
      <Labelled label={t('network.rate')} field="network.bitsPerSecond">
        <Chips
          label={t('network.rate')} testId="axis-network.bitsPerSecond" several={false} chosen={[bitsPerSecond]} onChange={([value]) => refuse('network.bitsPerSecond', put('network.bitsPerSecond', value))}
          choices={rates.map((value) => ({ value, label: value === 'none' ? t('network.unlimited') : rateName(value), refused: value === 'none' ? null : direct }))}
          after={<TextField label={t('network.otherRate')} className="add" value="" placeholder={t('network.otherRate')} adds onTake={(text) => (text.trim() === '' ? null : put('network.bitsPerSecond', bitsIn(text)))} />}
        />
      </Labelled>
      <Labelled label={t('network.fault')} field={fault === 'none' ? 'network.fault' : 'network.fault.at'}>
        <Chips
          label={t('network.fault')} testId="axis-network.fault" several={false} chosen={[fault === 'none' ? 'none' : fault.at]} onChange={([at]) => refuse(fault === 'none' ? 'network.fault' : 'network.fault.at', put('network.fault', at === 'none' ? 'none' : { action: 'reset', every: 10, ...(fault === 'none' ? {} : fault), at }))}
          choices={[{ value: 'none', label: t('network.noFault') }, ...FAULT_PLACES.map((value) => ({ value, label: t('network.at', { message: value }), refused: direct }))]}
        />
      </Labelled>
      {fault === 'none' ? null : (
        <div className="cols">
          <Labelled label={t('network.action')} field="network.fault.action">{chips(t('network.action'), 'network.fault.action', FAULT_ACTIONS.map((value) => ({ value, label: t(`network.${value}`) })), [fault.action], false)}</Labelled>
          <Labelled label={t('network.every')} field="network.fault.every"><TextField label={t('network.every')} value={String(fault.every)} unit={t('network.everyUnit')} onTake={(text) => put('network.fault.every', wholeOr(text))} /></Labelled>
        </div>
      )}
      {roundTrip.some((value) => value !== 'none') ? <Hint text={t('network.hint')} /> : null}
      <Remarks lines={remarks} />
    </Section>
  );
}
