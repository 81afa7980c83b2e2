import { useTranslation } from 'react-i18next';
import type { Arms } from '../../../shared/scenario/arms.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import { useApp } from '../../stores/app.ts';
import { expected, rough, typicalP50Ns } from './words.ts';

export interface Estimate {
  /** `40 s` */
  readonly about: string;
  /** With every disturbed round measured again; null where that is no longer. */
  readonly most: string | null;
}

/** How long a scenario takes here, in words. As many arms as can be run; all of its stacks' pairs while that is not known. */
export function useEstimate(scenario: Scenario, arms: Arms | null): Estimate {
  const { t } = useTranslation('library');
  const runs = useApp(({ library }) => library?.runs);
  const count = arms?.run.length ?? scenario.stacks.client.length * scenario.stacks.server.length;
  const { ms, mostMs } = expected(scenario, Math.max(1, count), typicalP50Ns(runs ?? []));
  const [about, most] = [ms, mostMs].map((time) => {
    const said = rough(time);
    return t(said.unit, { count: said.count });
  }) as [string, string];
  return { about, most: most === about ? null : most };
}
