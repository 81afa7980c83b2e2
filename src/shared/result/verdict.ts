/**
 * What a run says in words: who leads, how many times as long, and whether that can be told apart from nothing.
 * Pure, so that the window, the report and the command line say the same.
 */
import type { ArmResult, ResultDocument } from './document.ts';

type Interval = readonly [number, number];

/** One thing changed while all else stayed the same, over every pair of arms that allows it. */
export interface Comparison {
  /** `client`: who led · `server`: who answered · `setting`: any other axis. */
  readonly role: 'client' | 'server' | 'setting';
  readonly what: string;
  readonly than: string;
  /** `longer`, `shorter`: every pair says so · `same`: every interval holds 1 · `mixed`: the pairs disagree · `open`: too few rounds for an interval. */
  readonly outcome: 'longer' | 'shorter' | 'same' | 'mixed' | 'open';
  /** From the lowest to the highest end of the pairs' intervals (of the pairs' ratios where `open`). */
  readonly ratio: Interval;
  /** The same in ns; null where `open`. */
  readonly differenceNs: Interval | null;
  /** The smallest change that the widest pair could have shown, as a share; null where `open`. */
  readonly detectable: number | null;
  readonly pairs: number;
}

export interface Verdict {
  readonly comparisons: readonly Comparison[];
  /** The only good arm, where there is nothing to compare. */
  readonly single: { readonly arm: string; readonly p50Ns: number; readonly ciNs: Interval | null } | null;
  readonly goodArms: number;
  readonly failedArms: number;
  readonly refusedArms: number;
  readonly cutShort: boolean;
}

/** What an arm's name says besides its stacks. */
export const settingOf = (arm: Pick<ArmResult, 'id'>): string => arm.id.split(' · ').slice(1).join(' · ');

type Good = ArmResult & { handshake: { p50Ns: number } };
const isGood = (arm: ArmResult): arm is Good => arm.state === 'good' && arm.handshake.p50Ns !== null;

interface Pair {
  readonly ratio: number;
  readonly ratioCi: Interval | null;
  readonly differenceCi: Interval | null;
}

/** Paired within rounds where the run has that (against its first arm), else from the two intervals, which is wider. */
function pairOf(arm: Good, base: Good): Pair {
  const ratio = arm.handshake.p50Ns / base.handshake.p50Ns;
  const [a, b] = [arm.handshake.p50CiNs, base.handshake.p50CiNs];
  const differenceCi: Interval | null = a && b ? [a[0] - b[1], a[1] - b[0]] : null;
  if (arm.shift?.against === base.id) return { ratio: arm.shift.ratio, ratioCi: arm.shift.ratioCi, differenceCi: arm.shift.ratioCi.map((end) => (end - 1) * base.handshake.p50Ns) as unknown as Interval };
  return { ratio, ratioCi: a && b ? [a[0] / b[1], a[1] / b[0]] : null, differenceCi };
}

function comparison(role: Comparison['role'], what: string, than: string, pairs: readonly Pair[]): Comparison {
  const intervals = pairs.flatMap((pair) => (pair.ratioCi ? [pair.ratioCi] : []));
  if (intervals.length < pairs.length) {
    const ratios = pairs.map((pair) => pair.ratio);
    return { role, what, than, outcome: 'open', ratio: [Math.min(...ratios), Math.max(...ratios)], differenceNs: null, detectable: null, pairs: pairs.length };
  }
  const differences = pairs.flatMap((pair) => (pair.differenceCi ? [pair.differenceCi] : []));
  const outcome = intervals.every(([low]) => low > 1) ? 'longer' : intervals.every(([, high]) => high < 1) ? 'shorter' : intervals.every(([low, high]) => low <= 1 && high >= 1) ? 'same' : 'mixed';
  return {
    role, what, than, outcome, pairs: pairs.length,
    ratio: [Math.min(...intervals.map(([low]) => low)), Math.max(...intervals.map(([, high]) => high))],
    differenceNs: [Math.min(...differences.map(([low]) => low)), Math.max(...differences.map(([, high]) => high))],
    detectable: Math.max(...intervals.map(([low, high]) => (high - low) / 2)),
  };
}

const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** Each value of one axis against its first, over the arms that differ in nothing else. */
function compareBy(role: Comparison['role'], arms: readonly Good[], value: (arm: Good) => string, others: (arm: Good) => string): Comparison[] {
  const [base, ...rest] = distinct(arms.map(value));
  if (base === undefined) return [];
  return rest.flatMap((what) => {
    const pairs = arms.flatMap((arm) => {
      const partner = value(arm) === what ? arms.find((one) => value(one) === base && others(one) === others(arm)) : undefined;
      return partner ? [pairOf(arm, partner)] : [];
    });
    return pairs.length > 0 ? [comparison(role, what, base, pairs)] : [];
  });
}

export function verdictOf(document: Pick<ResultDocument, 'arms' | 'refused' | 'run'>): Verdict {
  const arms = document.arms.filter(isGood);
  const [only] = arms;
  return {
    comparisons: [
      ...compareBy('client', arms, (arm) => arm.client.stack, (arm) => `${arm.server.stack} ${settingOf(arm)}`),
      ...compareBy('server', arms, (arm) => arm.server.stack, (arm) => `${arm.client.stack} ${settingOf(arm)}`),
      ...compareBy('setting', arms, settingOf, (arm) => `${arm.client.stack} ${arm.server.stack}`),
    ],
    single: only && arms.length === 1 ? { arm: only.id, p50Ns: only.handshake.p50Ns, ciNs: only.handshake.p50CiNs } : null,
    goodArms: arms.length,
    failedArms: document.arms.filter((arm) => arm.state === 'failed').length,
    refusedArms: document.refused.length,
    cutShort: !document.run.complete,
  };
}

// --- words -----------------------------------------------------------------------------------------------

/** A run of text; the figures that are the point are strong. */
export interface Part {
  readonly text: string;
  readonly strong: boolean;
}

const NBSP = '\u00a0';
const group = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, NBSP);
const strong = (text: string): Part => ({ text, strong: true });
const plain = (text: string): Part => ({ text, strong: false });

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

/** `904–1 024 µs`, or ms from 10 ms on. */
function timeRange([low, high]: Interval): string {
  const [factor, unit] = Math.max(Math.abs(low), Math.abs(high)) >= 1e7 ? [1e6, 'ms'] : [1e3, 'µs'];
  const span = (high - low) / factor;
  const decimals = span >= 10 ? 0 : span >= 1 ? 1 : 2;
  const [a, b] = [Math.min(Math.abs(low), Math.abs(high)), Math.max(Math.abs(low), Math.abs(high))].map((end) => group((end / factor).toFixed(decimals)));
  return `${a === b ? a : `${a}–${b}`}${NBSP}${unit}`;
}

const percentText = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)}${NBSP}%`;

const ROLE_EN = { client: 'led by', server: 'answered by', setting: 'with' } as const;
const subjectEn = (what: string, role: Comparison['role']): Part[] => [plain(`A handshake ${ROLE_EN[role]} ${what}`)];

function sentenceEn({ role, what, than, outcome, ratio, detectable }: Comparison): Part[] {
  const one = role === 'setting' ? `one with ${than}` : `one ${ROLE_EN[role]} ${than}`;
  const detail = detectable === null ? '' : ` (could see ≥${NBSP}${percentText(detectable)})`;
  switch (outcome) {
    case 'same':
      return [strong('No difference seen'), plain(` between a handshake ${ROLE_EN[role]} ${what} and ${one}${detail}.`)];
    case 'mixed':
      return [...subjectEn(what, role), plain(' takes '), strong(`${ratioRange(ratio)} times`), plain(` as long as ${one}; the pairs differ.`)];
    case 'open':
      return [...subjectEn(what, role), plain(' took '), strong(`${ratioRange(ratio)} times`), plain(` as long as ${one}; too few rounds for an interval.`)];
    default:
      return [...subjectEn(what, role), plain(' takes '), strong(`${ratioRange(ratio)} times`), plain(` as long as ${one}.`)];
  }
}

/** The verdict's second half: what a server adds, in time. */
function addsEn(what: string, comparison: Comparison): Part[] {
  const lead = comparison.role === 'client' ? 'As client' : 'As server';
  if (comparison.outcome === 'same') return [plain(`${lead}, ${what} makes `), strong('no difference seen'), plain(comparison.detectable === null ? '.' : ` (could see ≥${NBSP}${percentText(comparison.detectable)}).`)];
  if (comparison.differenceNs === null || comparison.outcome === 'mixed') return sentenceEn(comparison);
  return [plain(`${lead}, ${what} ${comparison.outcome === 'longer' ? 'adds' : 'saves'} `), strong(timeRange(comparison.differenceNs)), plain('.')];
}

const SUBJECT_ZH = { client: (who: string) => `由 ${who} 发起的握手`, server: (who: string) => `由 ${who} 应答的握手`, setting: (what: string) => `使用 ${what} 的握手` } as const;
const OBJECT_ZH = { client: (who: string) => `由 ${who} 发起时`, server: (who: string) => `由 ${who} 应答时`, setting: (what: string) => `使用 ${what} 时` } as const;

function sentenceZh({ role, what, than, outcome, ratio, detectable }: Comparison): Part[] {
  const detail = detectable === null ? '' : `（可分辨 ≥${NBSP}${percentText(detectable)}）`;
  switch (outcome) {
    case 'same':
      return [plain(`${SUBJECT_ZH[role](what)}与${OBJECT_ZH[role](than)}相比`), strong('未见差异'), plain(`${detail}。`)];
    case 'mixed':
      return [plain(`${SUBJECT_ZH[role](what)}耗时是${OBJECT_ZH[role](than)}的 `), strong(`${ratioRange(ratio)} 倍`), plain('，各组合不一。')];
    case 'open':
      return [plain(`${SUBJECT_ZH[role](what)}耗时是${OBJECT_ZH[role](than)}的 `), strong(`${ratioRange(ratio)} 倍`), plain('；轮次太少，给不出区间。')];
    default:
      return [plain(`${SUBJECT_ZH[role](what)}耗时是${OBJECT_ZH[role](than)}的 `), strong(`${ratioRange(ratio)} 倍`), plain('。')];
  }
}

function addsZh(what: string, comparison: Comparison): Part[] {
  const lead = comparison.role === 'client' ? '作为客户端' : '作为服务端';
  if (comparison.outcome === 'same') return [plain(`${lead}，${what} `), strong('未见差异'), plain(comparison.detectable === null ? '。' : `（可分辨 ≥${NBSP}${percentText(comparison.detectable)}）。`)];
  if (comparison.differenceNs === null || comparison.outcome === 'mixed') return sentenceZh(comparison);
  return [plain(`${lead}，${what} ${comparison.outcome === 'longer' ? '多用' : '少用'} `), strong(timeRange(comparison.differenceNs)), plain('。')];
}

const WORDS = {
  en: {
    none: [plain('No arm gave a figure.')],
    single: (arm: string, time: string): Part[] => [plain(`A handshake of ${arm} takes `), strong(time), plain('.')],
    apart: [plain('These arms differ in more than one thing; none can be set against another.')],
    sentence: sentenceEn, adds: addsEn, gap: ' ',
  },
  zh: {
    none: [plain('没有任何组合得到数据。')],
    single: (arm: string, time: string): Part[] => [plain(`${arm} 的一次握手耗时 `), strong(time), plain('。')],
    apart: [plain('各组合不止一处不同，无法相互比较。')],
    sentence: sentenceZh, adds: addsZh, gap: '',
  },
} as const;

/** The headline: the axis that matters most in a full sentence, then what the same stack adds as server. */
export function verdictSentence(verdict: Verdict, language: 'en' | 'zh'): Part[] {
  const words = WORDS[language];
  if (verdict.goodArms === 0) return [...words.none];
  if (verdict.single) {
    const { p50Ns, ciNs } = verdict.single;
    return words.single(verdict.single.arm, ciNs ? timeRange(ciNs) : timeRange([p50Ns, p50Ns]));
  }
  const strength = (one: Comparison): number => Math.max(Math.abs(Math.log(one.ratio[0])), Math.abs(Math.log(one.ratio[1]))) * (one.outcome === 'same' ? 0 : 1);
  const role = (['client', 'server', 'setting'] as const).find((one) => verdict.comparisons.some((comparison) => comparison.role === one));
  const [headline] = verdict.comparisons.filter((one) => one.role === role).sort((a, b) => strength(b) - strength(a));
  if (!headline) return [...words.apart];
  const asServer = headline.role === 'client' ? verdict.comparisons.find((one) => one.role === 'server' && one.what === headline.what && one.than === headline.than) : undefined;
  return [...words.sentence(headline), ...(asServer ? [plain(words.gap), ...words.adds(headline.what, asServer)] : [])];
}

/** Every comparison in a sentence of its own, the headline's first. */
export const verdictDetails = (verdict: Verdict, language: 'en' | 'zh'): Part[][] => verdict.comparisons.map((one) => WORDS[language].sentence(one));

export const plainText = (parts: readonly Part[]): string => parts.map((part) => part.text).join('');
