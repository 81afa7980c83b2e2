/** Changing one field of a scenario: parsed by its schema, so that the form cannot make what a file could not hold. Pure. */
import { parseScenario, type Scenario } from '../../../shared/scenario/schema.ts';

export type Edit = { readonly ok: true; readonly scenario: Scenario } | { readonly ok: false; readonly message: string };

/** Sets the field at a dotted path. */
export function withField(scenario: Scenario, path: string, value: unknown): Edit {
  const document = structuredClone(scenario) as unknown as Record<string, unknown>;
  const parts = path.split('.');
  let at = document;
  for (const part of parts.slice(0, -1)) at = at[part] as Record<string, unknown>;
  at[parts.at(-1) as string] = value;
  const parsed = parseScenario(document);
  if (parsed.ok) return { ok: true, scenario: parsed.scenario };
  return { ok: false, message: parsed.problems[0]?.message ?? 'is wrong' };
}

/** `h2, http/1.1` → names; blanks fall out. */
export const namesIn = (text: string): string[] => text.split(',').map((name) => name.trim()).filter(Boolean);

/** A length of the same kind as chosen, starting from sensible values. */
export function lengthOf(kind: 'time' | 'count' | 'precision'): Scenario['length'] {
  if (kind === 'time') return { for: '20s' };
  if (kind === 'count') return { handshakes: 1000 };
  return { until: '1%', atMost: '60s' };
}
export const kindOf = (length: Scenario['length']): 'time' | 'count' | 'precision' => ('for' in length ? 'time' : 'until' in length ? 'precision' : 'count');
