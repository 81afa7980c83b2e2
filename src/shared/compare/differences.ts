/** What two runs differ in besides their figures: the scenario, field by field, and where they were made. Pure. */
import type { ResultDocument } from '../result/document.ts';
import type { CompareDocument } from './document.ts';

/** Every field that holds no further fields, by its dotted path. */
function fields(value: unknown, path = ''): [string, string][] {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return Object.entries(value).flatMap(([name, inner]) => fields(inner, path === '' ? name : `${path}.${name}`));
  return [[path, Array.isArray(value) ? value.join(', ') || '–' : String(value)]];
}

/** Names are for people, seeds are new each time: they make no difference. */
const NO_DIFFERENCE = new Set(['name', 'seed', 'format']);

export function differencesOf(a: ResultDocument, b: ResultDocument): CompareDocument['differences'] {
  const [inA, inB] = [new Map(fields(a.run.scenario)), new Map(fields(b.run.scenario))];
  const scenario = [...new Set([...inA.keys(), ...inB.keys()])]
    .filter((field) => !NO_DIFFERENCE.has(field) && inA.get(field) !== inB.get(field))
    .map((field) => ({ field, a: inA.get(field) ?? '–', b: inB.get(field) ?? '–' }));
  const environment: CompareDocument['differences']['environment'] = [];
  const compare = (what: string, one: string, other: string): void => {
    if (one !== other) environment.push({ what, a: one, b: other });
  };
  compare('machine', a.machine.cpu, b.machine.cpu);
  compare('CPUs', String(a.machine.cpus), String(b.machine.cpus));
  compare('system', a.machine.os, b.machine.os);
  compare('kernel', a.machine.kernel, b.machine.kernel);
  compare('server CPUs', a.placement.server.join(', '), b.placement.server.join(', '));
  compare('client CPUs', a.placement.client.join(', '), b.placement.client.join(', '));
  compare('Handshake Lab', a.run.appVersion, b.run.appVersion);
  compare('block', `${a.run.blockHandshakes} handshakes`, `${b.run.blockHandshakes} handshakes`);
  compare('noise', a.noise.summary.verdict, b.noise.summary.verdict);
  for (const id of new Set([...a.stacks, ...b.stacks].map((stack) => stack.id))) {
    const [one, other] = [a.stacks.find((stack) => stack.id === id), b.stacks.find((stack) => stack.id === id)];
    if (!one || !other) continue; // the arms that only one has say so
    compare(`${id} version`, one.version, other.version);
    compare(`${id} library`, `${one.library.name} ${one.library.version}`, `${other.library.name} ${other.library.version}`);
    compare(`${id} worker program`, one.sha256.slice(0, 12), other.sha256.slice(0, 12));
  }
  return { scenario, environment };
}
