/** Verdicts in words, in both languages: of one comparison, and of a whole run. Pure. */
import { grouped, NBSP, percentText, placesOf, rounded, timeText, timeUnit } from '../report/figures.ts';
import type { Comparison, CrossCheckResult, Knee, ResultDocument } from './document.ts';
import { disagreements, doubtsOf, isFloor, realComparisons, settingOf, type AxisComparison, type EarlySaving, type ReplayOutcome, type Verdict } from './verdict.ts';

export type Language = 'en' | 'zh';
type Interval = readonly [number, number];

/** A run of text; the figures that are the point are strong. */
export interface Part {
  readonly text: string;
  readonly strong: boolean;
}
const strong = (text: string): Part => ({ text, strong: true });
const plain = (text: string): Part => ({ text, strong: false });
export const plainText = (parts: readonly Part[]): string => parts.map((part) => part.text).join('');

// --- figures in sentences ------------------------------------------------------------------------------------

/** `1.8–2.1`; more decimals where two would hide that an interval leaves out 1. */
export function ratioRange([low, high]: Interval): string {
  const least = high > low && high - low < 0.02 ? 3 : high - low < 0.2 || high < 1 ? 2 : 1;
  for (let decimals = least; ; decimals++) {
    const [a, b] = [low.toFixed(decimals), high.toFixed(decimals)];
    const hidesOne = (Number(a) === 1 && low > 1) || (Number(b) === 1 && high < 1);
    if (decimals < 4 && hidesOne) continue;
    return a === b ? a : `${a}–${b}`;
  }
}

/** A shift as a person says it, without sign: by how much faster or slower, and from where to where. Null: the interval itself holds 0. */
export function shiftInWords(ratio: number | null, [low, high]: Interval): { readonly value: string | null; readonly range: string } {
  const sign = (ratio ?? (low + high) / 2) < 1 ? -1 : 1;
  const ends = [(low - 1) * 100 * sign, (high - 1) * 100 * sign].sort((a, b) => a - b) as [number, number];
  const places = placesOf(ends) ?? 1;
  const [from, to] = ends.map((end) => grouped(end, places)) as [string, string];
  // Two minus signs and a dash would not be read.
  const range = ends[0] < 0 ? `${from} … ${to}` : from === to ? from : `${from}–${to}`;
  return { value: ratio === null ? null : `${grouped((ratio - 1) * 100 * sign, places)}${NBSP}%`, range: `${range}${NBSP}%` };
}

/** `904–1 024 µs`, or ms from 10 ms on. */
function timeRange([low, high]: Interval): string {
  const unit = timeUnit(Math.max(Math.abs(low), Math.abs(high), 1e6));
  const [a, b] = [Math.min(Math.abs(low), Math.abs(high)), Math.max(Math.abs(low), Math.abs(high))].map((end) => rounded(end, [low, high], unit));
  return `${a === b ? a : `${a}–${b}`}${NBSP}${unit.name}`;
}

// --- one comparison ------------------------------------------------------------------------------------------

const INSTRUMENT = { packets: { en: 'packet timestamps', zh: '报文时间戳' }, s_time: { en: 'openssl s_time', zh: 'openssl s_time' } } as const;
const WHAT = {
  'ClientHello to Finished': { en: 'ClientHello to Finished', zh: 'ClientHello 至 Finished' },
  'handshakes counted': { en: 'handshakes counted', zh: '握手计数' },
  'handshakes per second': { en: 'handshakes per second', zh: '每秒握手数' },
} as const;
export const instrumentName = (instrument: CrossCheckResult['instrument'], language: Language): string => INSTRUMENT[instrument][language];
export const checkedWhat = (what: CrossCheckResult['what'], language: Language): string => WHAT[what][language];

const MEASURE: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  stealNs: { en: 'steal', zh: '被占用 (steal)' }, runQueueWaitNs: { en: 'run-queue wait', zh: '就绪等待' }, runNs: { en: 'worker CPU time', zh: '工作进程 CPU 时间' },
  voluntarySwitches: { en: 'voluntary switches', zh: '自愿切换' }, involuntarySwitches: { en: 'involuntary switches', zh: '非自愿切换' }, migrations: { en: 'migrations', zh: '迁移' },
  cpuPressureNs: { en: 'CPU pressure', zh: 'CPU 压力' }, otherCpuNs: { en: 'other programs', zh: '其他程序' }, minorFaults: { en: 'minor page faults', zh: '次缺页' }, majorFaults: { en: 'major page faults', zh: '主缺页' },
  frequencyKHz: { en: 'frequency', zh: '频率' }, gcPauseNs: { en: 'GC pauses', zh: 'GC 暂停' },
  frequencyMaxKHz: { en: 'highest frequency', zh: '最高频率' }, irqNs: { en: 'interrupts', zh: '中断' }, softirqNs: { en: 'deferred interrupt work', zh: '软中断' }, throttles: { en: 'slowed by heat', zh: '因过热降频' }, threadWaitNs: { en: 'threads’ waiting, all told', zh: '线程等待合计' },
};
/** A measure of the noise watch by its name; a name this version does not know stands as it is. */
export const measureName = (measure: string, language: Language): string => MEASURE[measure]?.[language] ?? measure;
const isMeasure = (text: string): boolean => text in MEASURE;

/** A unit's figure of a cross-check. */
export function checkFigure(value: number | null, unit: CrossCheckResult['unit'], ci: Interval | null = null): string {
  if (value === null) return '—';
  if (unit === 'ns') return timeText(value);
  return grouped(value, unit === 'handshakes' ? 0 : (placesOf(ci) ?? 0));
}

/** Latin words stand off from Chinese ones. */
const spaced = (text: string): string => (/^[A-Za-z]/.test(text) ? ` ${text} ` : text);

function disagreementWords(check: CrossCheckResult, language: Language): string {
  const [ours, theirs] = [checkFigure(check.ours, check.unit), checkFigure(check.theirs, check.unit)];
  const name = instrumentName(check.instrument, language);
  return language === 'en' ? `${name} say ${theirs} for ${checkedWhat(check.what, language)}, ours ${ours}` : `${name}测得${spaced(checkedWhat(check.what, language))}为 ${theirs}，我们测得 ${ours}`;
}

/** Why a verdict is none: what disagrees, or what disturbed; the engine's own words where nothing else is known. */
export function whyOf(comparison: Comparison, document: ResultDocument | null, language: Language): string | null {
  if (comparison.verdict === 'not trusted') {
    const found = document ? disagreements(document, comparison).map((check) => disagreementWords(check, language)) : [];
    if (found.length > 0) return found.join(language === 'en' ? '; ' : '；');
  }
  if (comparison.verdict === 'too noisy') {
    if (comparison.reason !== null && isMeasure(comparison.reason)) return measureName(comparison.reason, language);
    const coarse = /^(\d+) pairs of rounds would have shown ([\d.]+) % at least/.exec(comparison.reason ?? '');
    if (coarse) return language === 'en' ? `${grouped(Number(coarse[1]))} pairs of rounds would have shown ${coarse[2]}${NBSP}% at least; run longer` : `${grouped(Number(coarse[1]))} 对轮次至少要有 ${coarse[2]}${NBSP}% 才能分辨；请延长运行`;
    const few = /^(\d+) pairs of rounds are too few for (\d+) comparisons/.exec(comparison.reason ?? '');
    if (few) return language === 'en' ? `${grouped(Number(few[1]))} pairs of rounds are too few for ${grouped(Number(few[2]))} comparisons; run longer` : `${grouped(Number(few[1]))} 对轮次不足以支撑 ${grouped(Number(few[2]))} 项比较；请延长运行`;
    const throughout = /^the machine was disturbed throughout(?: \((\w+)\))?$/.exec(comparison.reason ?? '');
    const worst = throughout ? (throughout[1] ?? null) : comparison.reason === null ? (document?.noise.summary.worst ?? null) : null;
    if (throughout) return language === 'en' ? `the machine was disturbed throughout${worst === null ? '' : ` by ${measureName(worst, 'en')}`}` : `机器全程受扰${worst === null ? '' : `，多因${measureName(worst, 'zh')}`}`;
    if (worst !== null) return measureName(worst, language);
  }
  return comparison.reason;
}

export interface PairWords {
  /** `slower by 20.5 % (19.2–21.8 %)` */
  readonly verdict: readonly Part[];
  /** What says otherwise: long blocks, marked rounds. */
  readonly doubts: readonly string[];
}

const DETECT = { en: (text: string) => `would have seen ≥${NBSP}${text}`, zh: (text: string) => `本可分辨 ≥${NBSP}${text}` } as const;

function verdictParts(comparison: Comparison, document: ResultDocument | null, language: Language): Part[] {
  const { verdict, ratio, ratioCi, detectablePct } = comparison;
  const { value, range } = shiftInWords(ratio, ratioCi);
  const why = whyOf(comparison, document, language);
  const en = language === 'en';
  const inBrackets = (text: string | null): Part[] => (text === null ? [] : [plain(en ? ` (${text})` : `（${text}）`)]);
  switch (verdict) {
    case 'faster':
    case 'slower':
      return [strong(en ? `${verdict} by ${value}` : `${verdict === 'faster' ? '快' : '慢'} ${value}`), ...inBrackets(range)];
    case 'no difference':
      return [strong(en ? 'no difference seen' : '未见差异'), ...inBrackets(DETECT[language](percentText(detectablePct)))];
    case 'too noisy':
      return [strong(en ? 'too noisy to tell' : '噪声过大，无法判断'), ...inBrackets(why)];
    case 'not trusted':
      return [strong(en ? 'not trusted' : '不可信'), ...inBrackets(why)];
  }
}

/** An estimate that stands beside another, judged by its interval alone. */
function besides(one: { readonly ratio: number; readonly ratioCi: Interval }, language: Language): string {
  const { value, range } = shiftInWords(one.ratio, one.ratioCi);
  const [low, high] = one.ratioCi;
  if (low <= 1 && high >= 1) return language === 'en' ? `no difference seen (${range})` : `未见差异（${range}）`;
  return language === 'en' ? `${low > 1 ? 'slower' : 'faster'} by ${value} (${range})` : `${low > 1 ? '慢' : '快'} ${value}（${range}）`;
}

export function pairWords(comparison: Comparison, document: ResultDocument | null, language: Language): PairWords {
  const doubts = doubtsOf(comparison);
  const en = language === 'en';
  return {
    verdict: verdictParts(comparison, document, language),
    doubts: [
      ...(doubts.longBlocks ? [en ? `Long blocks say otherwise: ${besides(doubts.longBlocks, language)}; short blocks: ${besides(comparison, language)}.` : `长区块结论不同：${besides(doubts.longBlocks, language)}；短区块：${besides(comparison, language)}。`] : []),
      ...(doubts.withMarked ? [en ? `With the marked rounds it would be: ${besides(doubts.withMarked, language)}.` : `若计入被标记的轮次：${besides(doubts.withMarked, language)}。`] : []),
    ],
  };
}

const armName = (id: string): string => id.replace('→', ' → ');

/** `a → b against a → a: slower by …`, for lists that stand alone. */
export function pairLine(comparison: Comparison, document: ResultDocument | null, language: Language): string {
  const between = language === 'en' ? `${armName(comparison.arm)} against ${armName(comparison.against)}: ` : `${armName(comparison.arm)} 对 ${armName(comparison.against)}：`;
  return between + plainText(pairWords(comparison, document, language).verdict);
}

/** So many doubts are told one by one beside the headline; more of them are counted. */
const MOST_DOUBTS = 2;

/** What must be told beside the headline: each pair's doubts, or how many pairs have them. */
export function doubtLines(document: ResultDocument, language: Language): string[] {
  const pairs = realComparisons(document);
  const en = language === 'en';
  const lines = pairs.flatMap((one) => pairWords(one, document, language).doubts.map((doubt) => (en ? `${armName(one.arm)} against ${armName(one.against)}: ${doubt}` : `${armName(one.arm)} 对 ${armName(one.against)}：${doubt}`)));
  if (lines.length <= MOST_DOUBTS) return lines;
  const doubts = pairs.map(doubtsOf);
  const [all, long, marked] = [pairs.length, doubts.filter(({ longBlocks }) => longBlocks).length, doubts.filter(({ withMarked }) => withMarked).length].map((count) => grouped(count)) as [string, string, string];
  return [
    ...(long === '0' ? [] : [en ? `In ${long} of ${all} comparisons long blocks say otherwise; it is told beside each.` : `${all} 项比较中有 ${long} 项长区块结论不同，见各项比较。`]),
    ...(marked === '0' ? [] : [en ? `With the marked rounds ${marked} of ${all} comparisons would be judged otherwise; it is told beside each.` : `若计入被标记的轮次，${all} 项比较中有 ${marked} 项结论会不同，见各项比较。`]),
  ];
}

/** The floor: how large, and whose twin showed it. */
export function floorWords(comparison: Comparison, language: Language): string {
  const { floorPct, floorFrom } = comparison;
  if (floorPct === null) return language === 'en' ? 'not known: no arm was run twice' : '未知：没有组合重复运行';
  const whose = isFloor(comparison) || floorFrom === null ? '' : floorFrom === 'own twin' ? (language === 'en' ? ', from its own twin' : '，来自其自身的孪生组合') : language === 'en' ? ', from the first arm’s twin' : '，来自首个组合的孪生组合';
  return `${percentText(floorPct)}${whose}`;
}

// --- the headline --------------------------------------------------------------------------------------------

/** From here on a ratio is said as times, not as per cent. */
const TIMES_FROM = 1.5;
const asTimes = ({ range }: AxisComparison): boolean => range[0] >= TIMES_FROM || range[1] <= 1 / TIMES_FROM;

/** A swept value as it reads in a sentence: `8 connections`, `800 handshakes per second`. */
export function settingWords(setting: string, language: Language): string {
  const word = (part: string): string => {
    // The self-check's first arm has no knob turned: its name says nothing but its stacks.
    if (part === '') return language === 'en' ? 'nothing added' : '无附加';
    const found = /^([dct])(\d+)$/.exec(part);
    const rate = /^([\d.]+)\/s$/.exec(part)?.[1];
    if (rate !== undefined) return language === 'en' ? `${grouped(Number(rate))} arrivals per second` : `每秒 ${grouped(Number(rate))} 次到达`;
    if (!found) return part;
    const count = Number(found[2]);
    const many = (one: string, more: string): string => `${count} ${count === 1 ? one : more}`;
    switch (found[1]) {
      case 'd': return language === 'en' ? many('intermediate', 'intermediates') : `${count} 个中间证书`;
      case 'c': return language === 'en' ? many('connection', 'connections') : `${count} 个连接`;
      default: return language === 'en' ? many('CPU a side', 'CPUs a side') : `每侧 ${count} 个 CPU`;
    }
  };
  return setting.split(' · ').map(word).join(', ');
}

const ROLE_EN = { client: 'led by', server: 'answered by', setting: 'with' } as const;
const nameOf = ({ role }: AxisComparison, value: string, language: Language): string => (role === 'setting' ? settingWords(value, language) : value);

function sentenceEn(one: AxisComparison, document: ResultDocument): Part[] {
  const { role, outcome, ratio, range, detectablePct } = one;
  const subject = `a handshake ${ROLE_EN[role]} ${nameOf(one, one.what, 'en')}`;
  const object = `one ${ROLE_EN[role]} ${nameOf(one, one.than, 'en')}`;
  const Subject = `A${subject.slice(1)}`;
  const words = shiftInWords(ratio, range);
  const why = one.pairs.flatMap((pair) => (pair.verdict === 'too noisy' || pair.verdict === 'not trusted' ? [whyOf(pair, document, 'en')] : [])).find((text) => text !== null);
  const because = why ? ` (${why})` : '';
  switch (outcome) {
    case 'same':
      return [strong('No difference seen'), plain(` between ${subject} and ${object} (would have seen ≥${NBSP}${percentText(detectablePct ?? 0)}).`)];
    case 'noisy':
      return [strong('Too noisy to tell'), plain(` ${subject} from ${object}${because}.`)];
    case 'untrusted':
      return [strong('Not trusted'), plain(`: ${subject} against ${object}${because}.`)];
    case 'mixed':
      return [plain(`${Subject} takes `), strong(`${ratioRange(range)} times`), plain(` as long as ${object}; the pairs differ.`)];
    case 'open':
      return [plain(`${Subject} took `), strong(`${ratioRange(range)} times`), plain(` as long as ${object}; too few rounds for an interval.`)];
    default:
      if (asTimes(one)) return [plain(`${Subject} takes `), strong(`${ratioRange(range)} times`), plain(` as long as ${object}.`)];
      return words.value === null
        ? [plain(`${Subject} is `), strong(`${outcome} by ${words.range}`), plain(` than ${object}.`)]
        : [plain(`${Subject} is `), strong(`${outcome} by ${words.value}`), plain(` (${words.range}) than ${object}.`)];
  }
}

const SUBJECT_ZH = { client: (who: string) => `由 ${who} 发起的握手`, server: (who: string) => `由 ${who} 应答的握手`, setting: (what: string) => `使用 ${what} 的握手` } as const;
const OBJECT_ZH = { client: (who: string) => `由 ${who} 发起时`, server: (who: string) => `由 ${who} 应答时`, setting: (what: string) => `使用 ${what} 时` } as const;

function sentenceZh(one: AxisComparison, document: ResultDocument): Part[] {
  const { role, outcome, ratio, range, detectablePct } = one;
  const subject = SUBJECT_ZH[role](nameOf(one, one.what, 'zh'));
  const object = OBJECT_ZH[role](nameOf(one, one.than, 'zh'));
  const words = shiftInWords(ratio, range);
  const why = one.pairs.flatMap((pair) => (pair.verdict === 'too noisy' || pair.verdict === 'not trusted' ? [whyOf(pair, document, 'zh')] : [])).find((text) => text !== null);
  const because = why ? `（${why}）` : '';
  switch (outcome) {
    case 'same':
      return [plain(`${subject}与${object}相比`), strong('未见差异'), plain(`（本可分辨 ≥${NBSP}${percentText(detectablePct ?? 0)}）。`)];
    case 'noisy':
      return [plain(`${subject}与${object}相比`), strong('噪声过大，无法判断'), plain(`${because}。`)];
    case 'untrusted':
      return [plain(`${subject}与${object}的比较`), strong('不可信'), plain(`${because}。`)];
    case 'mixed':
      return [plain(`${subject}耗时是${object}的 `), strong(`${ratioRange(range)} 倍`), plain('，各组合不一。')];
    case 'open':
      return [plain(`${subject}耗时是${object}的 `), strong(`${ratioRange(range)} 倍`), plain('；轮次太少，给不出区间。')];
    default: {
      if (asTimes(one)) return [plain(`${subject}耗时是${object}的 `), strong(`${ratioRange(range)} 倍`), plain('。')];
      const by = outcome === 'slower' ? '慢' : '快';
      return words.value === null ? [plain(`${subject}比${object}`), strong(`${by} ${words.range}`), plain('。')] : [plain(`${subject}比${object}`), strong(`${by} ${words.value}`), plain(`（${words.range}）。`)];
    }
  }
}

/** The verdict's second half: what a server adds, in time. */
function addsEn(one: AxisComparison, document: ResultDocument): Part[] {
  const lead = one.role === 'client' ? 'As client' : 'As server';
  if (one.outcome === 'same') return [plain(`${lead}, ${one.what} makes `), strong('no difference seen'), plain(` (would have seen ≥${NBSP}${percentText(one.detectablePct ?? 0)}).`)];
  if (one.differenceNs === null || (one.outcome !== 'slower' && one.outcome !== 'faster')) return sentenceEn(one, document);
  return [plain(`${lead}, ${one.what} ${one.outcome === 'slower' ? 'adds' : 'saves'} `), strong(timeRange(one.differenceNs)), plain('.')];
}
function addsZh(one: AxisComparison, document: ResultDocument): Part[] {
  const lead = one.role === 'client' ? '作为客户端' : '作为服务端';
  if (one.outcome === 'same') return [plain(`${lead}，${one.what} `), strong('未见差异'), plain(`（本可分辨 ≥${NBSP}${percentText(one.detectablePct ?? 0)}）。`)];
  if (one.differenceNs === null || (one.outcome !== 'slower' && one.outcome !== 'faster')) return sentenceZh(one, document);
  return [plain(`${lead}，${one.what} ${one.outcome === 'slower' ? '多用' : '少用'} `), strong(timeRange(one.differenceNs)), plain('。')];
}

/** What is swept besides the rate, and the stacks: the name of a series of rates. */
export const seriesName = (arm: string): string => {
  const rest = settingOf({ id: arm }).split(' · ').filter((part) => part !== '' && !/^[\d.]+\/s$/.test(part));
  return [armName(arm.split(' · ')[0] as string), ...rest].join(' · ');
};

function kneeEn(knee: Knee): Part[] {
  const name = seriesName(knee.arms[0] ?? '');
  if (knee.sustainedPerSecond === null) return [plain(`${name} `), strong('did not keep up'), plain(` with the lowest rate tried${knee.brokenPerSecond === null ? '' : `, ${grouped(knee.brokenPerSecond)} per second`}.`)];
  const kept = strong(`${grouped(knee.sustainedPerSecond)} handshakes per second`);
  return knee.brokenPerSecond === null ? [plain(`${name} keeps up with `), kept, plain(', the highest rate tried.')] : [plain(`${name} keeps up with `), kept, plain(`; at ${grouped(knee.brokenPerSecond)} waiting grows.`)];
}
function kneeZh(knee: Knee): Part[] {
  const name = seriesName(knee.arms[0] ?? '');
  if (knee.sustainedPerSecond === null) return [plain(`${name} `), strong('跟不上'), plain(`最低的速率${knee.brokenPerSecond === null ? '' : `（每秒 ${grouped(knee.brokenPerSecond)} 次）`}。`)];
  const kept = strong(`每秒 ${grouped(knee.sustainedPerSecond)} 次握手`);
  return knee.brokenPerSecond === null ? [plain(`${name} 可承受`), kept, plain('，即所试的最高速率。')] : [plain(`${name} 可承受`), kept, plain(`；到 ${grouped(knee.brokenPerSecond)} 次时等待增长。`)];
}

/** Up to which rate a series keeps up. */
export const kneeWords = (knee: Knee, language: Language): Part[] => (language === 'en' ? kneeEn(knee) : kneeZh(knee));

const roundTrip = (ns: number): string => `${grouped(ns / 1e6)}${NBSP}ms`;

function earlyEn(savings: readonly EarlySaving[]): Part[] {
  const told = savings.flatMap(({ roundTripNs, savesNs }, index): Part[] => [
    plain(index === 0 ? '' : index === savings.length - 1 ? ' and ' : ', '),
    strong(timeRange(savesNs)),
    plain(roundTripNs === null ? '' : index === 0 ? ` at a round trip of ${roundTrip(roundTripNs)}` : ` at ${roundTrip(roundTripNs)}`),
  ]);
  return [plain('Early data saves '), ...told, plain(', against resumed handshakes.')];
}
function earlyZh(savings: readonly EarlySaving[]): Part[] {
  const told = savings.flatMap(({ roundTripNs, savesNs }, index): Part[] => [
    plain(`${index === 0 ? '' : '，'}${roundTripNs === null ? '' : `往返时间 ${roundTrip(roundTripNs)} 时`}省去 `), strong(timeRange(savesNs)),
  ]);
  return [plain('与复用的握手相比，早期数据'), ...told, plain('。')];
}

function replaysEn(outcomes: readonly ReplayOutcome[]): Part[] {
  const told = outcomes.flatMap(({ antiReplay, taken }, index): Part[] => [plain(index === 0 ? '' : ', '), strong(taken ? 'taken' : 'refused'), plain(` with anti-replay ${antiReplay}`)]);
  return [plain('Sent a second time, the same early data was '), ...told, plain('.')];
}
function replaysZh(outcomes: readonly ReplayOutcome[]): Part[] {
  const told = outcomes.flatMap(({ antiReplay, taken }): Part[] => [plain(`，${antiReplay === 'on' ? '开启' : '关闭'}防重放时`), strong(taken ? '被接收' : '被拒绝')]);
  return [plain('同一份早期数据再次发送'), ...told, plain('。')];
}

const WORDS = {
  en: {
    none: [plain('No arm gave a figure.')],
    single: (arm: string, time: string): Part[] => [plain(`A handshake of ${arm} takes `), strong(time), plain('.')],
    apart: [plain('These arms differ in more than one thing; none can be set against another.')],
    firstByte: 'Counted to the first byte of the answer: ',
    sentence: sentenceEn, adds: addsEn, knee: kneeEn, early: earlyEn, replays: replaysEn, gap: ' ',
  },
  zh: {
    none: [plain('没有任何组合得到数据。')],
    single: (arm: string, time: string): Part[] => [plain(`${arm} 的一次握手耗时 `), strong(time), plain('。')],
    apart: [plain('各组合不止一处不同，无法相互比较。')],
    firstByte: '计到应答首字节：',
    sentence: sentenceZh, adds: addsZh, knee: kneeZh, early: earlyZh, replays: replaysZh, gap: '',
  },
} as const;

/** A difference that was seen comes before one that was not; the larger before the smaller. */
const strength = (one: AxisComparison): number => (one.outcome === 'same' ? 0 : Math.max(Math.abs(Math.log(one.range[0])), Math.abs(Math.log(one.range[1]))));

/** The headline: the rates kept where rates were swept; what early data saves, and whether it is taken twice; else the axis that matters most, then what the same stack adds as server. */
export function verdictSentence(verdict: Verdict, document: ResultDocument, language: Language): Part[] {
  const words = WORDS[language];
  if (verdict.goodArms === 0) return [...words.none];
  const [first, second] = verdict.knees;
  if (first) return [...words.knee(first), ...(second && verdict.knees.length === 2 ? [plain(words.gap), ...words.knee(second)] : [])];
  if (verdict.single) {
    const { p50Ns, ciNs } = verdict.single;
    return words.single(armName(verdict.single.arm), ciNs ? timeRange(ciNs) : timeRange([p50Ns, p50Ns]));
  }
  const lead = document.arms.some(({ latencyTo }) => latencyTo === 'firstByte') ? [plain(words.firstByte)] : [];
  if (verdict.early.length > 0) return [...lead, ...words.early(verdict.early)];
  if (verdict.replays.length > 0) return words.replays(verdict.replays);
  const role = (['client', 'server', 'setting'] as const).find((one) => verdict.comparisons.some((comparison) => comparison.role === one));
  const [headline] = verdict.comparisons.filter((one) => one.role === role).sort((a, b) => strength(b) - strength(a));
  if (!headline) return [...words.apart];
  const asServer = headline.role === 'client' ? verdict.comparisons.find((one) => one.role === 'server' && one.what === headline.what && one.than === headline.than) : undefined;
  return [...lead, ...words.sentence(headline, document), ...(asServer ? [plain(words.gap), ...words.adds(asServer, document)] : [])];
}

/** Every axis in a sentence of its own, and every knee. */
export const verdictDetails = (verdict: Verdict, document: ResultDocument, language: Language): Part[][] => [
  ...(verdict.knees.length > 2 ? verdict.knees.map((knee) => WORDS[language].knee(knee)) : []),
  ...verdict.comparisons.map((one) => WORDS[language].sentence(one, document)),
];
