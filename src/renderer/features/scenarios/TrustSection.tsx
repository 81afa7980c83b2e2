/** What makes a figure worth believing, and what it costs. */
import { useTranslation } from 'react-i18next';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import { Chips } from '../../ui/Chips.tsx';
import { Hint, Labelled, Section, TextField } from './fields.tsx';

export function TrustSection({ scenario, put }: { readonly scenario: Scenario; readonly put: (path: string, value: unknown) => string | null }) {
  const { t } = useTranslation('scenario');
  const { priority, isolate } = scenario.scheduling;
  const yesNo = (label: string, path: string, value: boolean) => (
    <Chips label={label} testId={`axis-${path}`} several={false} chosen={[value]} onChange={([next]) => next !== undefined && void put(path, next)} choices={[{ value: true, label: t('trust.yes') }, { value: false, label: t('trust.no') }]} />
  );
  return (
    <Section title={t('trust.title')} sub={t('trust.sub')}>
      <div className="cols">
        <Labelled label={t('trust.floor')}>
          <Chips label={t('trust.floor')} testId="axis-noiseFloor" several={false} chosen={[scenario.noiseFloor]} onChange={([floor]) => floor && void put('noiseFloor', floor)} choices={(['reference', 'every', 'none'] as const).map((value) => ({ value, label: t(`trust.floors.${value}`) }))} />
          <Hint text={t('trust.floorHint')} />
        </Labelled>
        <Labelled label={t('trust.repeat')}>
          <TextField label={t('trust.repeat')} value={scenario.repeatNoisy} unit={t('trust.repeatUnit')} onTake={(text) => put('repeatNoisy', /^\s*\d+(\.\d+)?\s*$/.test(text) ? `${text.trim()}%` : text)} />
          <Hint text={t('trust.repeatHint')} />
        </Labelled>
        <Labelled label={t('trust.long')}>{yesNo(t('trust.long'), 'longBlocks', scenario.longBlocks)}<Hint text={t('trust.longHint')} /></Labelled>
        <Labelled label={t('trust.check')}>{yesNo(t('trust.check'), 'crossCheck', scenario.crossCheck)}<Hint text={t('trust.checkHint')} /></Labelled>
        <Labelled label={t('trust.priority')}>
          <Chips label={t('trust.priority')} testId="axis-scheduling.priority" several={false} chosen={[priority]} onChange={([next]) => next && void put('scheduling.priority', next)} choices={(['normal', 'high', 'realtime'] as const).map((value) => ({ value, label: t(`trust.priorities.${value}`) }))} />
          <Hint text={t('trust.priorityHint')} />
        </Labelled>
        <Labelled label={t('trust.isolate')}>{yesNo(t('trust.isolate'), 'scheduling.isolate', isolate)}<Hint text={t('trust.isolateHint')} /></Labelled>
      </div>
    </Section>
  );
}
