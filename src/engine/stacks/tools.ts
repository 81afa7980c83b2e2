/** What set-up found and made (`.tools/tools.json`, written by scripts/setup), and which versions it could add. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Lacking = z.object({ reason: z.string(), remedy: z.string().nullish() });
const Have = z.object({ path: z.string(), version: z.string().nullish() }).loose();
const Entry = z.union([Have, Lacking]);
export type ToolEntry = z.infer<typeof Entry>;

/** A further version of a stack; `libraryPath` holds shared libraries that it is to find before the system's. */
const VersionEntry = z.union([Have.extend({ family: z.string(), libraryPath: z.string().nullish() }), Lacking.extend({ family: z.string() })]);

const Tools = z.object({
  electron: Entry.optional(),
  dotnet: Entry.optional(),
  go: Entry.optional(),
  /** The Node that set-up ran on. */
  node: Entry.optional(),
  workers: z.object({ go: Entry.optional(), dotnet: Entry.optional(), openssl: Entry.optional() }).default({}),
  versions: z.record(z.string(), VersionEntry).default({}),
});
export type Tools = z.infer<typeof Tools>;

const KnownVersions = z.object({ versions: z.array(z.object({ id: z.string(), family: z.string() })) });
export type KnownVersion = z.infer<typeof KnownVersions>['versions'][number];

const parsed = <T>(schema: z.ZodType<T>, path: string, otherwise: T): T => {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return otherwise;
  }
};

export const readTools = (projectRoot: string): Tools => parsed(Tools, join(projectRoot, '.tools/tools.json'), { workers: {}, versions: {} });

/** Versions that set-up can add, oldest first in each family; the same list as scripts/setup reads. */
export const readKnownVersions = (projectRoot: string): readonly KnownVersion[] => parsed(KnownVersions, join(projectRoot, 'resources/stack-versions.json'), { versions: [] }).versions;

export const addCommand = (id: string): string => `npm run setup -- --with ${id}`;

export const has = (entry: ToolEntry | undefined): entry is z.infer<typeof Have> => entry !== undefined && 'path' in entry;
