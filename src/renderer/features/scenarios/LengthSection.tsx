/** How long is measured: a time, a number of handshakes, or until the figures are precise enough. */
import { useTranslation } from 'react-i18next';
import { Chips } from '../../ui/Chips.tsx';
import { kindOf, lengthOf, percentIn, wholeOr } from './edit.ts';
import { Hint, Labelled, Section, TextField, useForm } from './fields.tsx';

export function LengthSection() {
  const { t } = useTranslation('scenario');
  const { scenario: { length }, put } = useForm();
  return (
    <Section title={t('length.title')} sub={t('length.sub')} fields={['length']}>
      <div className="cols">
        <Labelled label={t('length.by')} field="length">
          <Chips label={t('length.by')} several={false} testId="length-kind" chosen={[kindOf(length)]} onChange={([kind]) => kind && kind !== kindOf(length) && void put('length', lengthOf(kind))} choices={(['time', 'count', 'precision'] as const).map((value) => ({ value, label: t(`length.${value}`) }))} />
          <Hint text={t(`length.hints.${kindOf(length)}`)} />
        </Labelled>
        {'for' in length ? <Labelled label={t('length.for')} field="length.for"><TextField label={t('length.for')} value={length.for} onTake={(text) => put('length', { for: text })} /></Labelled> : null}
        {'handshakes' in length ? <Labelled label={t('length.count')} field="length.handshakes"><TextField label={t('length.count')} value={String(length.handshakes)} unit={t('length.perArm')} onTake={(text) => put('length', { handshakes: wholeOr(text) })} /></Labelled> : null}
        {'until' in length ? (
          <div>
            <Labelled label={t('length.until')} field="length.until"><TextField label={t('length.until')} value={length.until} onTake={(text) => put('length', { ...length, until: percentIn(text) })} /></Labelled>
            <Labelled label={t('length.atMost')} field="length.atMost"><TextField label={t('length.atMost')} value={length.atMost} onTake={(text) => put('length', { ...length, atMost: text })} /></Labelled>
          </div>
        ) : null}
      </div>
    </Section>
  );
}
