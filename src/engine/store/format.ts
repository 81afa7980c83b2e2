/** What is in a run folder (`<name>.hsrun/`). docs/run-format.md documents every field; a change needs a new version and an upgrader. */
import { z } from 'zod';
import { Certificate, Machine, Placement, RunFacts, RunStack } from '../../shared/result/document.ts';
import { GROUPS, KEY_TYPES, SESSIONS } from '../../shared/tls.ts';
import { LabError } from '../errors.ts';

export const RUN_FORMAT = 1;

export const FILES = { run: 'run.json', samples: 'samples.arrow', blocks: 'blocks.arrow', journal: 'journal.bin' } as const;

export const ArmRecord = z.object({
  id: z.string(),
  client: z.string(),
  server: z.string(),
  group: z.enum(GROUPS),
  retry: z.boolean(),
  intermediates: z.number(),
  leaf: z.enum(KEY_TYPES),
  issuers: z.enum(KEY_TYPES),
  session: z.enum(SESSIONS),
  connections: z.number(),
});

export const RunFile = z.object({
  format: z.literal(RUN_FORMAT),
  run: RunFacts.omit({ folder: true }),
  machine: Machine,
  placement: Placement,
  stacks: z.array(RunStack),
  arms: z.array(ArmRecord),
  /** Arms that ended early, by id. */
  failures: z.record(z.string(), z.string()),
  refused: z.array(z.object({ id: z.string(), reason: z.string(), source: z.string().nullable() })),
  certificates: z.array(z.object({ arms: z.array(z.string()), chain: z.array(Certificate) })),
  paint: z.object({ slots: z.number(), totalMs: z.number() }),
});
export type RunFile = z.infer<typeof RunFile>;

/** Steps from each format to the next; format 1 is the first. */
const upgraders: Readonly<Record<number, (doc: Record<string, unknown>) => void>> = {};

/** Parses a run.json of this format or an older one. Throws a LabError that says what is wrong. */
export function parseRunFile(text: string, where: string): RunFile {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    throw new LabError('bad-run', `${where} holds no JSON: ${String(error)}`);
  }
  const format = z.object({ format: z.number().int() }).loose().safeParse(raw);
  if (!format.success) throw new LabError('bad-run', `${where} has no integer "format"; it is no run of Handshake Lab`);
  const doc: Record<string, unknown> = format.data;
  if (format.data.format > RUN_FORMAT) throw new LabError('too-new', `${where} has format ${format.data.format}, written by a newer version; this one reads up to ${RUN_FORMAT}. Install the newer version to open it`);
  for (let version = format.data.format; version < RUN_FORMAT; version++) upgraders[version]?.(doc);
  const parsed = RunFile.safeParse({ ...doc, format: RUN_FORMAT });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new LabError('bad-run', `${where}: field ${issue?.path.join('.') ?? '?'} ${issue?.message ?? 'is wrong'}`);
  }
  return parsed.data;
}
