/** What differs between a scenario and what it was made from, field by field, and how to take it back. Pure. */
import type { Scenario } from '../../../shared/scenario/schema.ts';
import { fieldAt, same, withFields } from './edit.ts';
import { FIELD_PATHS, type FieldPath } from './field-words.ts';

export interface FieldChange {
  readonly path: FieldPath;
  readonly before: unknown;
  readonly now: unknown;
}

export const changesSince = (before: Scenario, now: Scenario): FieldChange[] =>
  FIELD_PATHS.map((path) => ({ path, before: fieldAt(before, path), now: fieldAt(now, path) })).filter((change) => !same(change.before, change.now));

/** One field as it was; where it only goes with others of its group (a loop and its rates), they go back too. */
export function reverted(now: Scenario, before: Scenario, path: FieldPath): Scenario {
  const group = path.split('.')[0] as string;
  const back = (paths: readonly string[]) => withFields(now, paths.map((one) => [one, fieldAt(before, one)]));
  const alone = back([path]);
  if (alone.ok) return alone.scenario;
  const together = back(FIELD_PATHS.filter((one) => one.split('.')[0] === group));
  return together.ok ? together.scenario : before;
}
