/** What is in the builder outlives the window: closing it, or a crash, loses nothing that was not saved. The history ends with the window. */
import { z } from 'zod';
import { Scenario } from '../../shared/scenario/schema.ts';
import { parseScenarioText } from '../../shared/scenario/yaml.ts';
import type { BuilderState } from './builder.ts';

const KEY = 'builder';
const Kept = z.object({ id: z.string().nullable(), saved: Scenario.nullable(), origin: z.object({ name: z.string().nullable(), scenario: Scenario }), present: Scenario, text: z.string().nullable(), savedText: z.string().nullable(), draft: z.string().nullable() });

type KeptState = Pick<BuilderState, 'id' | 'saved' | 'origin' | 'present' | 'text' | 'savedText' | 'draft'>;

/** Tests, and pages without an origin of their own, have no storage. */
const storage = (): Storage | null => {
  try {
    return typeof window === 'undefined' ? null : window.localStorage;
  } catch {
    return null;
  }
};

/** What the last window left; null where it left nothing, or what a version left that wrote it otherwise. */
export function keptSheet(from: Pick<Storage, 'getItem'> | null = storage()): KeptState | null {
  try {
    const kept = Kept.safeParse(JSON.parse(from?.getItem(KEY) ?? 'null'));
    if (!kept.success) return null;
    const { draft, ...rest } = kept.data;
    const parsed = draft === null ? null : parseScenarioText(draft);
    return { ...rest, draft: draft === null || parsed === null || parsed.ok ? null : { text: draft, problems: parsed.problems } };
  } catch {
    return null;
  }
}

export function keepSheet({ id, saved, origin, present, text, savedText, draft }: KeptState, _before?: unknown, to: Pick<Storage, 'setItem'> | null = storage()): void {
  try {
    to?.setItem(KEY, JSON.stringify({ id, saved, origin, present, text, savedText, draft: draft?.text ?? null } satisfies z.input<typeof Kept>));
  } catch {
    // A full disk: the window itself still has it.
  }
}
