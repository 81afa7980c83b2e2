/** `lab show`: a run as a table or as the result document; without a run, the list of runs. */
import type { Engine } from '../engine/index.ts';
import { readHeadline } from '../engine/library/headline.ts';
import { openResult } from '../engine/result/kept.ts';
import { reportText } from '../shared/report/text.ts';
import { blockSentence, stoppingSentence } from '../shared/report/trust.ts';
import { isUneven, type ResultDocument } from '../shared/result/document.ts';
import type { Language } from '../shared/result/verdict-words.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { table } from './table.ts';

const WORDS = {
  en: {
    rounds: (rounds: number, seconds: string) => `${rounds} rounds in ${seconds} s`, cpus: (count: number) => `${count} CPUs`, notReported: 'group not reported',
    complete: 'Every handshake was complete on both sides: the servers counted as many as the clients.', unequal: (arms: string) => `Not every handshake was counted on both sides: ${arms}`, kept: (folder: string) => `Kept in ${folder}`,
    seed: 'seed',
  },
  zh: {
    rounds: (rounds: number, seconds: string) => `${rounds} 轮，${seconds} s`, cpus: (count: number) => `${count} 个 CPU`, notReported: '未报告组',
    complete: '每次握手在两侧都完整：服务端与客户端计数相同。', unequal: (arms: string) => `并非每次握手在两侧都有计数：${arms}`, kept: (folder: string) => `保存在 ${folder}`,
    seed: '种子',
  },
} as const;

export function resultText(result: ResultDocument, language: Language = 'en'): string {
  const { run, machine, arms } = result;
  const words = WORDS[language];
  const good = arms.filter(({ state }) => state === 'good');
  const unequal = good.filter(isUneven);
  const [first] = good;
  return [
    `${run.name} · ${run.createdAt} · ${words.seed} ${run.seed} · ${words.rounds(run.rounds, (run.elapsedMs / 1000).toFixed(1))}${run.complete ? '' : ` · ${run.ended}`}`,
    `${machine.cpu}, ${words.cpus(machine.cpus)}, ${machine.kernel}`,
    ...(first ? [`TLS ${first.negotiated.version ?? '?'} · ${first.negotiated.group ?? words.notReported} · ${first.negotiated.cipherSuite ?? '?'}`] : []),
    '',
    reportText(result, language),
    '',
    `${stoppingSentence(result, language)} ${blockSentence(result, language)}`,
    ...(good.length === 0 ? [] : [unequal.length === 0 ? words.complete : words.unequal(unequal.map((arm) => `${arm.id} client ${arm.handshakes}, server ${arm.serverHandshakes}`).join('; '))]),
    words.kept(run.folder),
  ].join('\n');
}

export async function printRun(engine: Engine, run: string | undefined, { json = false, lang = 'en' }: { json?: boolean; lang?: Language }): Promise<ExitCode> {
  if (run === undefined) {
    const runs = engine.runs.list().map(readHeadline);
    if (json) process.stdout.write(`${JSON.stringify({ runs }, null, 1)}\n`);
    else process.stdout.write(`${runs.length === 0 ? 'No runs yet; make one with: lab run quick' : table(['run', 'name', 'made', 'ended', 'stacks'], runs.map((one) => [one.id, one.name, one.createdAt, one.problem ?? one.ended, one.stacks.join(', ')]), 5)}\n`);
    return EXIT.good;
  }
  const result = openResult(engine.runs.find(run));
  process.stdout.write(json ? `${JSON.stringify(result, null, 1)}\n` : `${resultText(result, lang)}\n`);
  return EXIT.good;
}
