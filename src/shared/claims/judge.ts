/** A result decides claims. Pure. */
import type { ArmResult, ResultDocument } from '../result/document.ts';
import { comparisonOf } from '../result/verdict.ts';
import { reasonIn } from '../reasons/index.ts';
import type { StackInfo } from '../stacks.ts';
import type { Claim, JudgedClaim, Measure, Selector } from './document.ts';

type Text = NonNullable<JudgedClaim['reason']>;

type Interval = readonly [number, number];
interface Finding {
  readonly measured: number | null;
  readonly ci: Interval | null;
  readonly verdict?: JudgedClaim['verdict'];
  readonly reason?: Text;
}

/** What another program said, in its own words. */
const asSaid = (text: string, ...rest: readonly (string | null | undefined)[]): Text => {
  const after = rest.flatMap((one) => (one ? [one] : []));
  return { en: [text, ...after].join(' · '), zh: [text, ...after].map((one) => reasonIn(one, 'zh')).join(' · ') };
};

const UNITS: Readonly<Record<Measure['kind'], string | null>> = { time: 'ms', shift: '%', bytes: 'KB', crossCheck: null, offer: null };
const familyOf = (stack: string): string => /^[a-z-]*[a-z]/.exec(stack)?.[0] ?? stack;
const PER_MS = 1e6;
const PER_KB = 1000;

function fits(arm: ArmResult, { client, server, version, group, resumed, earlyData, roundTripMs }: Selector): boolean {
  const { negotiated } = arm;
  return familyOf(arm.client.stack) === client && familyOf(arm.server.stack) === server
    && (version === undefined || negotiated.version === version)
    && (group === undefined || negotiated.group === group)
    && (resumed === undefined || negotiated.resumed === resumed)
    && (earlyData === undefined || (negotiated.earlyData ?? 'none') === earlyData)
    && (roundTripMs === undefined || (arm.roundTripNs ?? 0) === roundTripMs * PER_MS);
}

/** The arm that is meant, or why there is none. */
function armOf(document: ResultDocument, selector: Selector): ArmResult | Finding {
  const found = document.arms.find((arm) => arm.state === 'good' && fits(arm, selector));
  if (found) return found;
  const refused = document.refused.find(({ id }) => id.split(' · ')[0]?.split('→').map(familyOf).join('→') === `${selector.client}→${selector.server}`);
  if (refused) return { measured: null, ci: null, verdict: refused.reason.includes('does not offer') ? 'not offered by this stack' : 'not testable here', reason: asSaid(refused.reason, refused.source) };
  const failed = document.arms.find((arm) => arm.state === 'failed' && familyOf(arm.client.stack) === selector.client && familyOf(arm.server.stack) === selector.server);
  return { measured: null, ci: null, verdict: 'not testable here', reason: failed ? { en: `its arm failed: ${failed.reason ?? ''}`, zh: `其组合失败：${reasonIn(failed.reason ?? '', 'zh')}` } : { en: 'the run holds no such arm', zh: '该次运行没有这样的组合' } };
}

const isFinding = (found: ArmResult | Finding): found is Finding => 'measured' in found;
const scaled = (value: number | null, ci: Interval | null, by: number): Finding => ({ measured: value === null ? null : value / by, ci: ci && [ci[0] / by, ci[1] / by] });

function find(measure: Exclude<Measure, { kind: 'offer' }>, document: ResultDocument): Finding {
  if (measure.kind === 'crossCheck') {
    const checks = document.crossChecks.filter(({ instrument }) => instrument === measure.instrument);
    const made = checks.filter(({ agrees }) => agrees !== null);
    if (made.length === 0) return { measured: null, ci: null, verdict: 'not testable here', reason: checks[0]?.reason ? asSaid(checks[0].reason) : { en: 'the run made no such check', zh: '该次运行未做此项核对' } };
    const wrong = made.find(({ agrees }) => agrees === false);
    return { measured: null, ci: null, verdict: wrong ? 'refuted' : 'supported', reason: wrong ? { en: `${wrong.what} of ${wrong.arm}: ours ${wrong.ours ?? '?'}, theirs ${wrong.theirs ?? '?'}`, zh: `${wrong.arm} 的 ${wrong.what}：我方 ${wrong.ours ?? '?'}，对方 ${wrong.theirs ?? '?'}` } : { en: `${made.length} checks agree`, zh: `${made.length} 项核对一致` } };
  }
  const arm = armOf(document, measure.arm);
  if (isFinding(arm)) return arm;
  switch (measure.kind) {
    case 'time': {
      const { handshake } = arm;
      const [value, ci] = measure.of === 'mean' ? [handshake.meanNs, handshake.meanCiNs] : measure.of === 'p50' ? [handshake.p50Ns, handshake.p50CiNs] : [handshake.p95Ns, handshake.p95CiNs];
      return scaled(value, ci, PER_MS);
    }
    case 'bytes': {
      const { client, server } = arm.allocations;
      if (client?.bytes == null || server?.bytes == null) return { measured: null, ci: null, verdict: 'not testable here', reason: { en: 'a side does not tell what it allocates', zh: '有一侧不报告其内存分配' } };
      const sum = (client.bytes + server.bytes) / PER_KB;
      // Counted over all handshakes of these blocks, not drawn from them: there is no interval to give.
      return { measured: sum, ci: [sum, sum] };
    }
    case 'shift': {
      const against = armOf(document, measure.against);
      if (isFinding(against)) return against;
      const comparison = comparisonOf(document, arm.id, against.id);
      if (!comparison) return { measured: null, ci: null, verdict: 'inconclusive', reason: { en: 'too few rounds held both arms', zh: '同时含两个组合的轮次太少' } };
      if (comparison.verdict === 'not trusted') return { measured: null, ci: null, verdict: 'inconclusive', reason: comparison.reason ? asSaid(comparison.reason) : { en: 'not trusted', zh: '不可信' } };
      const percent = (ratio: number): number => (ratio - 1) * 100;
      return { measured: percent(comparison.ratio), ci: [percent(comparison.ratioCi[0]), percent(comparison.ratioCi[1])] };
    }
  }
}

/** Within, outside, or neither. Without a claimed figure the statement is that there is a shift of this sign: reference is then open to one side. */
function decide({ measured, ci }: Finding, [low, high]: Interval): Pick<JudgedClaim, 'verdict' | 'reason'> {
  if (measured === null || ci === null) return { verdict: 'inconclusive', reason: { en: 'too few rounds for an interval', zh: '轮次太少，无法给出区间' } };
  if (ci[0] >= low && ci[1] <= high) return { verdict: 'supported', reason: null };
  if (ci[1] < low || ci[0] > high) return { verdict: 'refuted', reason: null };
  return { verdict: 'inconclusive', reason: { en: 'the interval reaches into the claim and out of it', zh: '区间部分落在该陈述之内，部分在其外' } };
}

const base = ({ id, section, statement, reference, measure, notes }: Claim) => ({ id, section, statement, reference, unit: measure && UNITS[measure.kind], measured: null, ci: null, run: null, notes });

/** A claim that no run has decided. */
export const undecided = (claim: Claim, verdict: 'not built yet' | 'not run yet', reason: Text): JudgedClaim => ({ ...base(claim), verdict, reason });

/** `document`: the run that was made for the claim's file. */
export function judge(claim: Claim, document: ResultDocument, stacks: readonly StackInfo[]): JudgedClaim {
  const own = { ...base(claim), run: document.run.id };
  const { measure } = claim;
  if (measure === null) return { ...own, verdict: 'not testable here', reason: { en: 'the claim says nothing of what decides it', zh: '该陈述未说明如何判定' } };
  if (measure.kind === 'offer') {
    const stack = stacks.find(({ family, available }) => family === measure.stack && available);
    if (!stack) return { ...own, verdict: 'not testable here', reason: { en: `${measure.stack} is not on this machine`, zh: `本机没有 ${measure.stack}` } };
    if (stack.offers.includes(measure.token)) return { ...own, verdict: 'supported', reason: { en: `${stack.id} offers it`, zh: `${stack.id} 提供此项` } };
    const why = stack.not.find(({ what }) => what === measure.token);
    return { ...own, verdict: 'not offered by this stack', reason: why ? { en: `${stack.id}: ${asSaid(why.why, why.source).en}`, zh: `${stack.id}：${asSaid(why.why, why.source).zh}` } : { en: `${stack.id}: it is not among what it offers`, zh: `${stack.id}：不在其提供之列` } };
  }
  const found = find(measure, document);
  const figures = { measured: found.measured, ci: found.ci && ([...found.ci] as [number, number]) };
  if (found.verdict) return { ...own, ...figures, verdict: found.verdict, reason: found.reason ?? null };
  if (claim.reference === null) return { ...own, ...figures, verdict: 'inconclusive', reason: { en: 'the statement names nothing to hold the figure to', zh: '该陈述没有可供对照的数值' } };
  return { ...own, ...figures, ...decide(found, claim.reference) };
}
