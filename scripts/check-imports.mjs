// The walls between the parts, executed: which folder may import what, directly and through others.
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { inRoot, root } from './setup/paths.mjs';

/** Folder → what it may import: folders of src, packages ('*' any), Node's modules, electron. */
const RULES = {
  'src/shared': { folders: ['src/shared'], packages: ['zod', 'yaml', 'mdast-util-from-markdown', 'mdast-util-gfm', 'mdast-util-to-markdown', 'micromark-extension-gfm'], node: false, electron: false, instead: 'keep shared code pure, or move it to src/engine or src/renderer' },
  'src/engine': { folders: ['src/engine', 'src/shared'], packages: '*', node: true, electron: false, instead: 'the engine runs without a window; pass what it needs as an argument' },
  'src/cli': { folders: ['src/cli', 'src/engine', 'src/shared'], packages: '*', node: true, electron: false, instead: 'the command line has no window; spawn the app for what needs one' },
  'src/main': { folders: ['src/main', 'src/engine', 'src/shared'], packages: '*', node: true, electron: true, instead: 'main hosts the engine and owns the windows; the renderer is reached over IPC' },
  'src/preload': { folders: ['src/preload', 'src/shared/ipc', 'src/shared/live'], packages: [], node: false, electron: true, instead: 'the preload stays one small file: import src/shared/ipc/channels only' },
  'src/renderer': { folders: ['src/renderer', 'src/shared'], packages: '*', node: false, electron: false, instead: 'ask for it over IPC (src/shared/ipc/contract.ts)' },
};

const NODE = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));
const SPECIFIER = /(?:^|\n)\s*(?:import|export)\s+(?<type>type\s)?(?:[^'"]*?\sfrom\s+)?['"](?<name>[^'"]+)['"]|\bimport\(\s*['"](?<dynamic>[^'"]+)['"]\s*\)/g;

function sources(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) && !/\.(test|fixture)\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function resolveFile(from, name) {
  const path = resolve(dirname(from), name.replace(/\?.*$/, ''));
  return [path, `${path}.ts`, `${path}.tsx`, join(path, 'index.ts'), join(path, 'index.tsx')].find((one) => /\.tsx?$/.test(one) && existsSync(one)) ?? path;
}

function importsOf(file) {
  // Types vanish when built: they cross no wall at run time, but folders keep to their rules all the same.
  return [...readFileSync(file, 'utf8').matchAll(SPECIFIER)].map(({ groups }) => ({ name: groups.name ?? groups.dynamic, type: groups.type !== undefined }));
}

const ruleOf = (file) => Object.entries(RULES).find(([folder]) => file.startsWith(`${join(root, folder)}/`));

function fault(rule, file, { name, type }) {
  if (name.startsWith('.')) {
    const target = relative(root, resolveFile(file, name));
    return rule.folders.some((folder) => target.startsWith(folder)) ? null : target;
  }
  if (type) return null;
  if (name === 'electron') return rule.electron ? null : 'electron';
  if (NODE.has(name)) return rule.node ? null : name;
  const bare = name.split('/').slice(0, name.startsWith('@') ? 2 : 1).join('/');
  return rule.packages === '*' || rule.packages.includes(bare) ? null : bare;
}

/** Every breach of the rules, as the path of imports that leads to it. */
export function breaches() {
  const found = [];
  for (const [folder, rule] of Object.entries(RULES)) {
    for (const start of sources(inRoot(folder))) {
      const seen = new Set([start]);
      const queue = [[start]];
      while (queue.length > 0) {
        const path = queue.pop();
        const file = path.at(-1);
        for (const one of importsOf(file)) {
          const wrong = fault(rule, file, one);
          // What a folder imports must keep to the folder's own rule too: Node must not come in through a third file.
          if (wrong && (file === start || !ruleOf(file)?.[0].startsWith(folder))) found.push({ path: [...path.map((step) => relative(root, step)), wrong], instead: rule.instead });
          if (!one.name.startsWith('.') || one.type) continue;
          const target = resolveFile(file, one.name);
          if (seen.has(target) || !existsSync(target) || !/\.tsx?$/.test(target) || ruleOf(target)?.[0] === folder) continue;
          seen.add(target);
          queue.push([...path, target]);
        }
      }
    }
  }
  return found;
}

if (process.argv[1] === import.meta.filename) {
  const found = breaches();
  for (const { path, instead } of found) process.stderr.write(`forbidden import: ${path.join(' → ')}\n  instead: ${instead}\n`);
  process.exitCode = found.length > 0 ? 1 : 0;
}
