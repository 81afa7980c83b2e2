/** Which value of a scenario to take away so that arms which cannot run are no longer asked for. Pure. */
import { stacksNamed, type Arm, type Arms, type RefusedArm } from '../../../shared/scenario/arms.ts';
import { roundTripNs, type Scenario } from '../../../shared/scenario/schema.ts';
import type { StackInfo } from '../../../shared/stacks.ts';
import { fieldAt, withField } from './edit.ts';
import type { FieldPath } from './field-words.ts';

/** Axes of which a value can be taken away, and whether an arm has it. Of equals the earlier is preferred: stacks are last. */
const AXES: Partial<Record<FieldPath, (value: unknown, stacks: readonly StackInfo[]) => (arm: Arm) => boolean>> = {
  'keyExchange.groups': (value) => ({ group }) => group === value,
  tls: (value) => ({ version }) => Number(version) === value,
  'keyExchange.retry': (value) => ({ retry }) => retry === value,
  'certificates.leaf': (value) => ({ leaf }) => leaf === value,
  'certificates.issuers': (value) => ({ issuers }) => issuers === value,
  'session.resumption': (value) => ({ session }) => session === value,
  // Without "none" the other arms would have to be resumed as well: that is another scenario, not one value less.
  'session.earlyData': (value) => ({ earlyData }) => value !== 'none' && earlyData === value,
  'session.antiReplay': (value) => ({ earlyData, antiReplay }) => earlyData !== 'none' && antiReplay === (value === 'default' ? null : value === 'on'),
  'session.tickets': (value) => ({ tickets }) => tickets === (value === 'default' ? null : value),
  'session.cacheSize': (value) => ({ cacheSize }) => cacheSize === value,
  'load.connections': (value) => ({ connections }) => connections === value,
  'load.threads': (value) => ({ threads }) => threads === value,
  'load.rate': (value) => ({ rate }) => rate === value,
  'network.roundTrip': (value) => (arm) => arm.roundTripNs === roundTripNs(value as string),
  'certificates.intermediates': (value) => ({ intermediates }) => intermediates === value,
  'stacks.client': (value, stacks) => {
    const ids = stacksNamed([value as string], stacks);
    return ({ client }) => ids.includes(client);
  },
  'stacks.server': (value, stacks) => {
    const ids = stacksNamed([value as string], stacks);
    return ({ server }) => ids.includes(server);
  },
};

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

interface Candidate {
  readonly path: FieldPath;
  readonly value: unknown;
  readonly has: (arm: Arm) => boolean;
  readonly lost: number;
}

function candidatesOf(scenario: Scenario, run: readonly Arm[], stacks: readonly StackInfo[]): Candidate[] {
  return (Object.keys(AXES) as FieldPath[]).flatMap((path) => {
    const values = fieldAt(scenario, path);
    if (!Array.isArray(values) || values.length < 2) return [];
    return values.flatMap((value: unknown): Candidate[] => {
      const holds = AXES[path];
      if (!holds) return [];
      // Names of stacks overlap (`go*` and `go1.27`): an arm stays where another name asks for it.
      const others = path.startsWith('stacks.') ? values.filter((one) => one !== value).map((one: unknown) => holds(one, stacks)) : [];
      const own = holds(value, stacks);
      const has = (arm: Arm): boolean => own(arm) && !others.some((other) => other(arm));
      return [{ path, value, has, lost: run.filter(has).length }];
    });
  });
}

/** What is left out, once for each reason. `arms`: those of the scenario. */
export function refusalsOf(scenario: Scenario, { run, refused }: Arms, stacks: readonly StackInfo[]): Refusal[] {
  if (refused.length === 0) return [];
  const candidates = candidatesOf(scenario, run, stacks).filter(({ lost }) => lost < run.length);
  const groups = new Map<string, RefusedArm[]>();
  for (const one of refused) groups.set(one.reason, [...(groups.get(one.reason) ?? []), one]);
  return [...groups].map(([reason, arms]): Refusal => {
    const remedies = candidates.map((candidate) => ({ ...candidate, gone: arms.filter(({ arm }) => candidate.has(arm)).length })).filter(({ gone }) => gone > 0);
    // All of them gone comes first, then the fewest lost.
    remedies.sort((a, b) => Number(b.gone === arms.length) - Number(a.gone === arms.length) || a.lost - b.lost || b.gone - a.gone);
    for (const { path, value, gone, lost } of remedies) {
      const edit = withField(scenario, path, (fieldAt(scenario, path) as unknown[]).filter((one) => one !== value));
      if (edit.ok) return { reason, source: arms[0]?.source ?? null, arms, remedy: { path, value, scenario: edit.scenario, gone, lost } };
    }
    return { reason, source: arms[0]?.source ?? null, arms, remedy: null };
  });
}
