/** The engine with this project's folders; HSLAB_RUNS_DIR and HSLAB_SCENARIOS_DIR move them. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { createEngine, type Engine } from '../engine/index.ts';

const Package = z.object({ name: z.literal('handshake-lab'), version: z.string() });

/** The folder that holds the project, from wherever this file was built into. */
export function findProject(): { root: string; version: string } {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    const path = join(folder, 'package.json');
    if (!existsSync(path)) continue;
    const parsed = Package.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    if (parsed.success) return { root: folder, version: parsed.data.version };
  }
  throw new Error('package.json of handshake-lab is not above this program');
}

export async function makeEngine(): Promise<Engine> {
  const { root, version } = findProject();
  return createEngine({
    projectRoot: root,
    appVersion: version,
    runsFolder: process.env['HSLAB_RUNS_DIR'] ?? join(root, 'runs'),
    scenariosFolder: process.env['HSLAB_SCENARIOS_DIR'] ?? join(root, 'scenarios'),
  });
}
