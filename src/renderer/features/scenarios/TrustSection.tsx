/** What makes a figure worth believing, and what it costs. */
import { useTranslation } from 'react-i18next';
import { percentIn, wholeOr } from './edit.ts';
import { Hint, Labelled, Section, TextField, useForm, type ChipRow } from './fields.tsx';

export function TrustSection({ chips }: { readonly chips: ChipRow }) {
  const { t } = useTranslation('scenario');
  const { scenario, put } = useForm();
  const yesNo = (label: string, path: string, value: boolean) => chips(label, path, [{ value: true, label: t('trust.yes') }, { value: false, label: t('trust.no') }], [value], false);
  return (
    <Section title={t('trust.title')} sub={t('trust.sub')} fields={['noiseFloor', 'repeatNoisy', 'longBlocks', 'crossCheck', 'scheduling.priority', 'scheduling.isolate', 'seed']}>
      <div className="cols">
        <Labelled label={t('trust.floor')} field="noiseFloor">
          {chips(t('trust.floor'), 'noiseFloor', (['reference', 'every', 'none'] as const).map((value) => ({ value, label: t(`trust.floors.${value}`) })), [scenario.noiseFloor], false)}
          <Hint text={t('trust.floorHint')} />
        </Labelled>
        <Labelled label={t('trust.repeat')} field="repeatNoisy">
          <TextField label={t('trust.repeat')} value={scenario.repeatNoisy} unit={t('trust.repeatUnit')} onTake={(text) => put('repeatNoisy', percentIn(text))} />
          <Hint text={t('trust.repeatHint')} />
        </Labelled>
        <Labelled label={t('trust.long')} field="longBlocks">{yesNo(t('trust.long'), 'longBlocks', scenario.longBlocks)}<Hint text={t('trust.longHint')} /></Labelled>
        <Labelled label={t('trust.check')} field="crossCheck">{yesNo(t('trust.check'), 'crossCheck', scenario.crossCheck)}<Hint text={t('trust.checkHint')} /></Labelled>
        <Labelled label={t('trust.priority')} field="scheduling.priority">
          {chips(t('trust.priority'), 'scheduling.priority', (['normal', 'high', 'realtime'] as const).map((value) => ({ value, label: t(`trust.priorities.${value}`) })), [scenario.scheduling.priority], false)}
          <Hint text={t('trust.priorityHint')} />
        </Labelled>
        <Labelled label={t('trust.isolate')} field="scheduling.isolate">{yesNo(t('trust.isolate'), 'scheduling.isolate', scenario.scheduling.isolate)}<Hint text={t('trust.isolateHint')} /></Labelled>
        <Labelled label={t('trust.seed')} field="seed">
          <TextField label={t('trust.seed')} className="medium" placeholder={t('trust.seedNew')} value={scenario.seed === undefined ? '' : String(scenario.seed)} onTake={(text) => put('seed', text.trim() === '' ? undefined : wholeOr(text))} />
          <Hint text={t('trust.seedHint')} />
        </Labelled>
      </div>
    </Section>
  );
}
