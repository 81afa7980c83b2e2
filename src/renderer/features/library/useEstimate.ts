import { useTranslation } from 'react-i18next';
import type { Arms } from '../../../shared/scenario/arms.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import { useApp } from '../../stores/app.ts';
import { expectedMs, rough, typicalP50Ns } from './words.ts';

/** How long a scenario takes here, in words: `40 s`. As many arms as can be run; all of its stacks' pairs while that is not known. */
export function useEstimate(scenario: Scenario, arms: Arms | null): string {
  const { t } = useTranslation('library');
  const runs = useApp(({ library }) => library?.runs);
  const count = arms?.run.length ?? scenario.stacks.client.length * scenario.stacks.server.length;
  const time = rough(expectedMs(scenario, Math.max(1, count), typicalP50Ns(runs ?? [])));
  return t(time.unit, { count: time.count });
}
