/** `lab claims`: statements about TLS stacks with what was measured here, and a verdict. */
import { LabError, type Engine } from '../engine/index.ts';
import type { JudgedClaim } from '../shared/claims/document.ts';
import { claimSpan, claimValue } from '../shared/claims/words.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { measure } from './run.ts';
import { table } from './table.ts';

interface ClaimsOptions {
  /** A claim file's id or `all`: it is run; or a run that was made for one. */
  readonly run?: string;
  readonly json?: boolean;
  readonly lang: 'en' | 'zh';
}

async function decide(engine: Engine, asked: string): Promise<ExitCode> {
  const files = engine.claimFiles();
  const chosen = asked === 'all' ? files.filter(({ scenario }) => scenario !== null) : files.filter(({ id }) => id === asked || asked.startsWith(`${id}.`));
  if (chosen.length === 0) {
    const { run } = engine.result(asked);
    const file = files.find(({ scenario }) => scenario?.name === run.scenario.name);
    if (!file) throw new LabError('not-found', `${asked} is neither a claim (${files.map(({ id }) => id).join(', ')}, all) nor a run that was made for one`);
    engine.decideClaims(file.id, run.id);
    return EXIT.good;
  }
  for (const { id, scenario } of chosen) {
    if (scenario === null) throw new LabError('no-arm', `${id} is not built yet`);
    process.stderr.write(`${id}\n`);
    const { run } = await measure(engine, await engine.plan(scenario));
    if (run.ended === 'interrupted') return EXIT.interrupted;
    engine.decideClaims(id, run.id);
  }
  return EXIT.good;
}

const rowOf = (claim: JudgedClaim, lang: 'en' | 'zh'): string[] => [
  claim.id, claim.verdict, claimValue(claim) ?? '—', claimSpan(claim.ci, claim.unit) ?? '—', claimSpan(claim.reference, claim.unit) ?? '—', claim.statement[lang],
];

export async function claims(engine: Engine, { run, json = false, lang }: ClaimsOptions): Promise<ExitCode> {
  const code = run === undefined ? EXIT.good : await decide(engine, run);
  const all = (await engine.claims()).flatMap((file) => file.claims);
  if (json) process.stdout.write(`${JSON.stringify(all.map(({ reason, ...claim }) => ({ ...claim, reason: reason && reason[lang] })), null, 1)}\n`);
  else process.stdout.write(`${table(['claim', 'verdict', 'measured', '95 %', 'claimed', 'statement'], all.map((claim) => rowOf(claim, lang)), 6)}\n`);
  return code;
}
