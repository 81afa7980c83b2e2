/** What a run says of its own trustworthiness, in words: noise, cross-checks, block, stopping rule, scheduling. Pure; for window, report and terminal alike. */
import { reasonIn } from '../reasons/index.ts';
import type { ArmResult, CrossCheckResult, ResultDocument } from '../result/document.ts';
import type { Measure, NoiseSlice, SliceReason } from '../result/noise.ts';
import { checkFigure, measureName, seriesName, type Language } from '../result/verdict-words.ts';
import { grouped, inUnit, interval, NBSP, NONE, percentText, placesOf, signed, timeText, timeUnit } from './figures.ts';

const pick = (language: Language, en: string, zh: string): string => (language === 'en' ? en : zh);

// --- noise ---------------------------------------------------------------------------------------------------

/** A measure's figure in its own unit: the name says which. */
export function measureFigure(measure: string, value: number | null): string {
  if (value === null) return NONE;
  if (measure.endsWith('Ns')) return timeText(value);
  if (measure.endsWith('KHz')) return `${grouped(value / 1000)}${NBSP}MHz`;
  return grouped(value);
}

/** A measure's figures for a column: one unit for all of them, which its head names. */
export function measureColumn(measure: string, slices: readonly NoiseSlice[]): { readonly unit: string; readonly text: (value: number | null) => string } {
  if (!measure.endsWith('Ns')) return { unit: measure.endsWith('KHz') ? 'MHz' : '', text: (value) => (value === null ? NONE : grouped(measure.endsWith('KHz') ? value / 1000 : value)) };
  const unit = timeUnit(Math.max(1e6, ...slices.map((slice) => slice.measures[measure as Measure] ?? 0)));
  return { unit: unit.name, text: (value) => inUnit(value, unit) };
}

export const reasonText = ({ measure, value, limit }: SliceReason, language: Language): string =>
  pick(language, `${measureName(measure, language)} ${measureFigure(measure, value)}, limit ${measureFigure(measure, limit)}`, `${measureName(measure, language)} ${measureFigure(measure, value)}，上限 ${measureFigure(measure, limit)}`);

export const reasonsText = (slice: NoiseSlice, language: Language): string => slice.reasons.map((one) => reasonText(one, language)).join(pick(language, '; ', '；'));

/** How much was disturbed, by what, and what was done about it. */
export function noiseSentence({ noise }: Pick<ResultDocument, 'noise'>, language: Language): string {
  const { summary, markedRounds, repeatedRounds } = noise;
  const [marked, slices] = [grouped(summary.marked), grouped(summary.slices)];
  const worst = summary.worst === null ? null : measureName(summary.worst, language);
  if (summary.verdict === 'not watched' && noise.slices.length === 0) return pick(language, 'Not watched: no slice of time was judged.', '未监测：没有时间片得到判定。');
  if (summary.verdict === 'not watched') return pick(language, 'Not watched: this system shows none of what the watch reads.', '未监测：此系统不提供监测所需的数据。');
  if (summary.verdict === 'quiet' && summary.marked === 0) return pick(language, `Quiet: none of ${slices} slices was out of bounds.`, `安静：${slices} 个时间片均未越界。`);
  const head = { quiet: pick(language, 'Quiet', '安静'), 'some marked': pick(language, 'Some marked', '部分被标记'), noisy: pick(language, 'Noisy', '噪声大') }[summary.verdict];
  const rounds = !noise.leftOut
    ? pick(language, `${grouped(markedRounds)} rounds marked, more than a third: none is left out, and every figure holds the disturbance`, `${grouped(markedRounds)} 轮被标记，超过三分之一：均未排除，所有数据都含有干扰`)
    : repeatedRounds === markedRounds ? pick(language, `${grouped(markedRounds)} rounds left out and all repeated`, `${grouped(markedRounds)} 轮被排除，已全部重跑`) : pick(language, `${grouped(markedRounds)} rounds left out, ${grouped(repeatedRounds)} of them repeated`, `${grouped(markedRounds)} 轮被排除，其中 ${grouped(repeatedRounds)} 轮已重跑`);
  return pick(
    language,
    `${head}: ${marked} of ${slices} slices out of bounds${worst === null ? '' : `, most often by ${worst}`}; ${rounds}.`,
    `${head}：${slices} 个时间片中有 ${marked} 个越界${worst === null ? '' : `，多因${worst}`}；${rounds}。`,
  );
}

/** What this system does not tell, one line a reason. */
export function missingMeasures({ noise }: Pick<ResultDocument, 'noise'>, language: Language): string[] {
  const reasons = new Map<string, string[]>();
  for (const { measure, why } of noise.summary.missing) reasons.set(why, [...(reasons.get(why) ?? []), measureName(measure, language)]);
  return [...reasons].map(([why, names]) => `${names.join(pick(language, ', ', '、'))}${pick(language, ': ', '：')}${reasonIn(why, language)}`);
}

/** Why no cross-check stands; null where one does. */
export function noChecksText({ crossChecks, run }: Pick<ResultDocument, 'crossChecks' | 'run'>, language: Language): string | null {
  if (crossChecks.length > 0) return null;
  return run.scenario.crossCheck
    ? pick(language, 'A cross-check was asked for, and no instrument gave a figure.', '已请求交叉核对，但没有仪器给出数据。')
    : pick(language, 'No cross-check was made in this run. Set crossCheck in the scenario to compare with openssl s_time and packet timestamps.', '本次未作交叉核对。请在场景中设置 crossCheck，以与 openssl s_time 和报文时间戳比较。');
}

// --- cross-checks --------------------------------------------------------------------------------------------

export interface CheckFigures {
  readonly ours: string;
  readonly theirs: string;
  readonly offset: string;
  readonly spread: string;
  readonly bound: string;
}

/** Offsets of rates are ratios, of times and counts differences. */
export function checkFigures(check: CrossCheckResult): CheckFigures {
  const { unit, ours, theirs, offset, spread, bound } = check;
  const ratio = unit === '1/s';
  const one = (value: number): string => (ratio ? `${grouped(value, 3)}${NBSP}×` : unit === 'ns' ? `${value > 0 ? '+' : ''}${timeText(value)}` : signed(value));
  const ends = (ci: readonly [number, number]): string => (ratio ? interval(ci, 3) : unit === 'ns' ? `[${one(ci[0])} … ${one(ci[1])}]` : `[${signed(ci[0])} … ${signed(ci[1])}]`);
  return { ours: checkFigure(ours, unit), theirs: checkFigure(theirs, unit), offset: offset === null ? NONE : one(offset), spread: spread === null ? NONE : ends(spread), bound: ends(bound) };
}

// --- how the run came about ----------------------------------------------------------------------------------

export function blockSentence({ run }: Pick<ResultDocument, 'run'>, language: Language): string {
  const { by, handOverNs, triedPct } = run.blockChoice;
  const size = grouped(run.blockHandshakes);
  if (by === 'scenario') return pick(language, `${size} handshakes a block, as the scenario says.`, `每区块 ${size} 次握手，由场景指定。`);
  const cost = handOverNs === null ? '' : pick(language, ` Handing over takes ${timeText(handOverNs)}.`, `交接耗时 ${timeText(handOverNs)}。`);
  const tried = triedPct.map(({ handshakes, halfWidthPct }) => pick(language, `${grouped(handshakes)}: ±${percentText(halfWidthPct)}`, `${grouped(handshakes)} 次 ±${percentText(halfWidthPct)}`)).join(pick(language, ', ', '，'));
  return pick(language, `${size} handshakes a block, chosen by the engine.`, `每区块 ${size} 次握手，由引擎选定。`) + cost + (tried === '' ? '' : pick(language, ` Tried, handshakes and half of the interval: ${tried}.`, `已试（握手数与区间半宽）：${tried}。`));
}

export function stoppingSentence({ run }: Pick<ResultDocument, 'run'>, language: Language): string {
  const { rule, targetPct, reachedPct, looks } = run.stopping;
  const reached = reachedPct === null ? '' : pick(language, ` The widest interval is ±${percentText(reachedPct)}.`, `最宽的区间为 ±${percentText(reachedPct)}。`);
  if (rule === 'time') return pick(language, 'When its time was over.', '到达设定时间时停止。') + reached;
  if (rule === 'count') return pick(language, 'When every arm had its handshakes.', '各组合达到设定的握手数时停止。') + reached;
  const times = looks === 1 ? 'once' : `${grouped(looks)} times`;
  const met = targetPct !== null && reachedPct !== null && reachedPct <= targetPct;
  return pick(
    language,
    `At ±${targetPct === null ? NONE : percentText(targetPct)}, looked at ${times}; the intervals pay for the looks.${met ? '' : ' Not reached: its time was over first.'}`,
    `精度达到 ±${targetPct === null ? NONE : percentText(targetPct)} 时停止，共检视 ${grouped(looks)} 次，区间已计入检视次数。${met ? '' : '未达到：时间先用尽。'}`,
  ) + reached;
}

const ADVICE: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  'isolate-cpus': { en: 'Keep other programs off the measured CPUs: boot with isolcpus=, or run on a machine with CPUs to spare.', zh: '让其他程序远离被测 CPU：以 isolcpus= 启动，或使用 CPU 富余的机器。' },
  'more-cpus': { en: 'Use a machine with 4 CPUs or more, so that the app need not share with the workers.', zh: '使用 4 个以上 CPU 的机器，使应用不必与工作进程共用。' },
  'governor-performance': { en: 'Set the frequency governor to performance: cpupower frequency-set -g performance.', zh: '将频率调节器设为 performance：cpupower frequency-set -g performance。' },
  'smt-off': { en: 'Switch SMT off, or leave the sibling threads of the measured CPUs idle.', zh: '关闭 SMT，或让被测 CPU 的兄弟线程空闲。' },
  'shared-core': { en: 'Server and client share a core here: give them CPUs of two cores.', zh: '服务端与客户端共用一个核心：请分给两个核心的 CPU。' },
  'raise-priority': { en: 'Ask for a higher priority (scheduling.priority), which needs CAP_SYS_NICE.', zh: '请求更高优先级（scheduling.priority），需要 CAP_SYS_NICE。' },
  virtual: { en: 'This machine is virtual: its hypervisor takes CPU time that no setting here gives back. Use bare metal for the finest figures.', zh: '此机器是虚拟机：虚拟机管理程序会占用 CPU 时间，此处设置无法避免。要最精细的数据请用物理机。' },
  'longer-run': { en: 'Run longer: the smallest difference seen falls with the root of the time.', zh: '运行更久：可分辨的最小差异随时间的平方根减小。' },
  'quiet-machine': { en: 'Close other programs while measuring.', zh: '测量时关闭其他程序。' },
};
/** A code this version does not know stands as it is. */
export const adviceText = (code: string, language: Language): string => ADVICE[code]?.[language] ?? code;

export interface Line {
  readonly text: string;
  readonly tone: 'plain' | 'good' | 'bad';
}

const ASKED: Readonly<Record<'priority' | 'isolation', Readonly<Record<Language, string>>>> = { priority: { en: 'priority', zh: '优先级' }, isolation: { en: 'isolation', zh: '隔离' } };

const SCHEDULING_ZH: Readonly<Record<string, string>> = { normal: '普通', high: '高', realtime: '实时', none: '无', unknown: '未知', 'exclusive cpuset': '独占的 cpuset' };
/** The words that scenario and engine have of their own; what the kernel calls by name (`SCHED_RR 1`, `nice -10`) stands. */
const schedulingZh = (text: string): string => text.split(', ').map((one, index) => SCHEDULING_ZH[one] ?? (index === 0 ? ` ${one}` : one)).join('、');

/** What was asked of the scheduler and what was got. */
export function schedulingLines({ scheduling, run }: Pick<ResultDocument, 'scheduling' | 'run'>, language: Language): Line[] {
  if (scheduling.granted.length === 0) {
    const { priority, isolate } = run.scenario.scheduling;
    return [{ text: priority === 'normal' && !isolate ? pick(language, 'Nothing was asked for: normal priority, no isolation.', '未作请求：普通优先级，不隔离。') : pick(language, 'The engine did not say what it got.', '引擎未报告结果。'), tone: 'plain' }];
  }
  return scheduling.granted.map(({ what, asked, got, granted, reason }) => ({
    text: granted
      ? pick(language, `${ASKED[what].en}: asked for ${asked}, got it${got === asked ? '' : ` (${got})`}`, `${ASKED[what].zh}：请求${schedulingZh(asked)}，已获得${got === asked ? '' : `（${schedulingZh(got).trim()}）`}`)
      : pick(language, `${ASKED[what].en}: asked for ${asked}, got ${got}${reason === null ? '' : `: ${reason}`}`, `${ASKED[what].zh}：请求${schedulingZh(asked)}，得到${schedulingZh(got)}${reason === null ? '' : `：${reasonIn(reason, language)}`}`),
    tone: granted ? 'good' : 'bad',
  }));
}

export function isolationLines({ scheduling }: Pick<ResultDocument, 'scheduling'>, language: Language): string[] {
  const { isolation } = scheduling;
  if (!isolation) return [];
  const unknown = pick(language, 'not told by this system', '此系统未提供');
  return [
    pick(language, `isolated CPUs: ${isolation.isolatedCpus.join(', ') || 'none'}`, `隔离的 CPU：${isolation.isolatedCpus.join(', ') || '无'}`),
    pick(language, `frequency governor: ${isolation.governor ?? unknown}`, `频率调节器：${isolation.governor ?? unknown}`),
    ...(isolation.nohzFullCpus.length > 0 ? [pick(language, `without timer interrupts: ${isolation.nohzFullCpus.join(', ')}`, `无定时中断：${isolation.nohzFullCpus.join(', ')}`)] : []),
    ...(isolation.siblingCpus.length > 0 ? [pick(language, `CPUs that share a measured core: ${isolation.siblingCpus.join(', ')}`, `与被测核心共用的 CPU：${isolation.siblingCpus.join(', ')}`)] : []),
    ...(isolation.stealPct === null ? [] : [pick(language, `taken by the hypervisor since the start: ${percentText(isolation.stealPct)}`, `启动以来被虚拟机管理程序占用：${percentText(isolation.stealPct)}`)]),
    `SMT${pick(language, ': ', '：')}${isolation.smtActive === null ? unknown : isolation.smtActive ? pick(language, 'on', '开启') : pick(language, 'off', '关闭')}`,
  ];
}

// --- arms ----------------------------------------------------------------------------------------------------

export const warmupText = ({ warmup }: Pick<ArmResult, 'warmup'>, language: Language): string =>
  warmup.steady ? pick(language, `steady after ${grouped(warmup.rounds)} rounds`, `${grouped(warmup.rounds)} 轮后趋稳`) : pick(language, `not steady after ${grouped(warmup.rounds)} rounds`, `${grouped(warmup.rounds)} 轮后仍未趋稳`);

/** An arm's long blocks against its short ones, in per cent; null where it has none. */
export function longAgainstShort(arm: ArmResult): string | null {
  const [long, short] = [arm.longBlocks?.p50, arm.handshake];
  if (!long || long.value === null || short.p50Ns === null) return null;
  const ratio = long.value / short.p50Ns;
  const ci = long.ci && ([(long.ci[0] / short.p50Ns - 1) * 100, (long.ci[1] / short.p50Ns - 1) * 100] as const);
  return `${signed((ratio - 1) * 100, placesOf(ci) ?? 1)}${NBSP}%`;
}

/** How much colder the first handshake of a block is than its last, in per cent; null with fewer than two places. */
export function coldFirst(arm: ArmResult): string | null {
  const [first, last] = [arm.positions[0]?.p50, arm.positions.at(-1)?.p50];
  if (arm.positions.length < 2 || !first || !last || first.value === null || last.value === null) return null;
  const ci = first.ci && ([(first.ci[0] / last.value) * 100, (first.ci[1] / last.value) * 100] as const);
  return `${signed((first.value / last.value - 1) * 100, placesOf(ci) ?? 1)}${NBSP}%`;
}

/** The generator did not keep its schedule: said wherever its latencies are. */
export const latenessWarning = (document: Pick<ResultDocument, 'arms'>, language: Language): string | null => {
  const late = document.arms.filter(({ load, state }) => state === 'good' && load && !load.keptSchedule && load.latenessP99Ns !== null);
  if (late.length === 0) return null;
  const series = new Map<string, number[]>();
  for (const arm of late) series.set(seriesName(arm.id), [...(series.get(seriesName(arm.id)) ?? []), arm.load?.ratePerSecond ?? 0]);
  const where = [...series].map(([name, rates]) => {
    const told = rates.sort((a, b) => a - b).map((rate) => grouped(rate)).join(', ');
    return pick(language, `${name} at ${told} per second`, `${name} 每秒 ${told} 次`);
  }).join(pick(language, '; ', '；'));
  return pick(
    language,
    `The generator did not hold its schedule: ${where}. Its p99 lateness is over 200${NBSP}µs there, so these latencies hold the generator’s own delay.`,
    `生成器未能守住时刻表：${where}。其 p99 迟到超过 200${NBSP}µs，这些延迟含有生成器自身的耽搁。`,
  );
};
