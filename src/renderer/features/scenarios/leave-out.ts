/** Which value of a scenario to take away so that arms which cannot run are no longer asked for. Pure. */
import { armsOf, type Arm, type RefusedArm } from '../../../shared/scenario/arms.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import type { StackInfo } from '../../../shared/stacks.ts';
import { fieldAt, withField } from './edit.ts';
import type { FieldPath } from './field-words.ts';

/** Axes: a value can be taken from each that has another. */
const AXES = [
  'keyExchange.groups', 'tls', 'keyExchange.retry', 'certificates.leaf', 'certificates.issuers', 'session.resumption', 'session.earlyData', 'session.antiReplay', 'session.tickets', 'load.connections', 'load.threads', 'load.rate', 'network.roundTrip',
  'certificates.intermediates', 'session.cacheSize', 'stacks.client', 'stacks.server',
] as const satisfies readonly FieldPath[];

/** One reason, and all the arms that it refuses. */
export interface Refusal {
  readonly reason: string;
  readonly source: string | null;
  readonly arms: readonly RefusedArm[];
  /** The value whose loss costs least; null where no single one helps. */
  readonly remedy: Remedy | null;
}

export interface Remedy {
  readonly path: FieldPath;
  readonly value: unknown;
  readonly scenario: Scenario;
  /** Of this reason's arms, how many are gone then. */
  readonly gone: number;
  /** Arms that would have run and are lost with it. */
  readonly lost: number;
}

/** An arm by what it is: its name leaves out what all arms share, so it changes with the others. */
const key = (arm: Arm): string => JSON.stringify({ ...arm, id: null });

export function refusalsOf(scenario: Scenario, stacks: readonly StackInfo[]): Refusal[] {
  const { run, refused } = armsOf(scenario, stacks);
  if (refused.length === 0) return [];
  const without = AXES.flatMap((path) => {
    const values = fieldAt(scenario, path);
    if (!Array.isArray(values) || values.length < 2) return [];
    return values.flatMap((value: unknown) => {
      const edit = withField(scenario, path, values.filter((one) => one !== value));
      if (!edit.ok) return [];
      const arms = armsOf(edit.scenario, stacks);
      const ran = new Set(arms.run.map(key));
      return [{ path, value, scenario: edit.scenario, refused: new Set(arms.refused.map(({ arm }) => key(arm))), lost: run.filter((arm) => !ran.has(key(arm))).length }];
    });
  });
  return [...new Set(refused.map(({ reason }) => reason))].map((reason): Refusal => {
    const arms = refused.filter((one) => one.reason === reason);
    const remedies = without.map(({ refused: left, ...rest }): Remedy => ({ ...rest, gone: arms.filter(({ arm }) => !left.has(key(arm))).length })).filter(({ gone, lost }) => gone > 0 && lost < run.length);
    // All of them gone comes first, then the fewest lost; of equals the earlier axis, since stacks are last.
    const [remedy = null] = remedies.sort((a, b) => Number(b.gone === arms.length) - Number(a.gone === arms.length) || a.lost - b.lost || b.gone - a.gone);
    return { reason, source: arms[0]?.source ?? null, arms, remedy };
  });
}
