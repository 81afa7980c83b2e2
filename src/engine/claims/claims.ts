/** Claims as they stand: each decided by the last run that was made for it, and by nothing else. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ClaimFile, JudgedClaim, JudgedFile } from '../../shared/claims/document.ts';
import { judge, undecided } from '../../shared/claims/judge.ts';
import type { ResultDocument } from '../../shared/result/document.ts';
import type { StackInfo } from '../../shared/stacks.ts';
import { messageOf } from '../errors.ts';

const KEPT = 'claims.json';
/** The run of each file's id. */
const Kept = z.record(z.string(), z.string());

export function readDeciding(runsFolder: string): Readonly<Record<string, string>> {
  const path = join(runsFolder, KEPT);
  if (!existsSync(path)) return {};
  try {
    return Kept.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return {}; // Whatever it was, the claims are run anew.
  }
}

export function keepDeciding(runsFolder: string, file: string, run: string): void {
  mkdirSync(runsFolder, { recursive: true });
  const path = join(runsFolder, KEPT);
  writeFileSync(`${path}.new`, JSON.stringify({ ...readDeciding(runsFolder), [file]: run }, null, 1));
  renameSync(`${path}.new`, path);
}

/** `open`: a run's result; it throws where the run is gone. */
export function judgeAll(files: readonly ClaimFile[], deciding: Readonly<Record<string, string>>, stacks: readonly StackInfo[], open: (run: string) => ResultDocument): JudgedFile[] {
  return files.map(({ id, title, scenario, claims }) => ({ id, title, scenario, claims: judgeFile({ id, scenario, claims }, deciding[id], stacks, open) }));
}

function judgeFile({ id, scenario, claims }: Pick<ClaimFile, 'id' | 'scenario' | 'claims'>, run: string | undefined, stacks: readonly StackInfo[], open: (run: string) => ResultDocument): JudgedClaim[] {
  if (scenario === null) return claims.map((claim) => undecided(claim, 'not built yet', { en: 'this workbench cannot run it yet', zh: '本工作台尚不能运行' }));
  if (run === undefined) return claims.map((claim) => undecided(claim, 'not run yet', { en: `lab claims --run ${id} runs it`, zh: `可用 lab claims --run ${id} 运行` }));
  try {
    const document = open(run);
    return claims.map((claim) => judge(claim, document, stacks));
  } catch (error) {
    return claims.map((claim) => undecided(claim, 'not run yet', { en: `${messageOf(error)}; lab claims --run ${id} makes it anew`, zh: `${messageOf(error)}；可用 lab claims --run ${id} 重新运行` }));
  }
}
