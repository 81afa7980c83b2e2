/** `lab stacks` and `lab samples`. */
import type { Engine } from '../engine/index.ts';
import { SAMPLES } from '../engine/library/samples.ts';
import { toInput } from '../shared/scenario/yaml.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { table } from './table.ts';

interface ListOptions {
  readonly json?: boolean;
}

export async function printStacks(engine: Engine, { json = false }: ListOptions): Promise<ExitCode> {
  const stacks = await engine.stacks.list();
  if (json) {
    process.stdout.write(`${JSON.stringify({ stacks }, null, 1)}\n`);
    return EXIT.good;
  }
  const have = stacks.filter(({ available }) => available);
  const lines = [
    table(['stack', 'version', 'library', 'groups'], have.map(({ id, version, library, offers }) => [
      id, version ?? '', `${library?.name ?? ''} ${library?.version ?? ''}`, offers.flatMap((token) => (token.startsWith('group:') ? [token.slice(6)] : [])).join(' '),
    ]), 4),
    ...stacks.filter(({ available }) => !available).map(({ id, reason, remedy }) => `${id} is not available: ${reason ?? ''}${remedy ? ` (${remedy})` : ''}`),
    ...have.flatMap(({ id, not }) => not.map(({ what, why, source }) => `${id} has no ${what}: ${why}${source ? ` – ${source}` : ''}`)),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return EXIT.good;
}

export async function printSamples({ json = false }: ListOptions): Promise<ExitCode> {
  const samples = SAMPLES.map(({ id, title, answers, scenario }) => ({ id, title, answers, scenario: toInput(scenario) }));
  process.stdout.write(json ? `${JSON.stringify({ samples }, null, 1)}\n` : `${samples.map(({ id, title, answers }) => `${id}\n  ${title.en}. ${answers.en}`).join('\n')}\n`);
  return EXIT.good;
}
