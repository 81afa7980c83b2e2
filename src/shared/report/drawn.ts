/** What the report's drawings show, as tables: so that a page without drawings, or a reader without sight, is told the same. Pure. */
import { flameOfArm } from '../flame/data.ts';
import { flameRows, type FlameRow } from '../flame/table.ts';
import { phaseName } from '../phases/name.ts';
import type { PhaseId } from '../phases/tree.ts';
import type { ArmResult, Distribution, ResultDocument } from '../result/document.ts';
import { DRAWN, limitsOf, shareOf } from '../result/noise-shares.ts';
import { measureName, type Language } from '../result/verdict-words.ts';
import type { Block, Cell } from './block.ts';
import { armName, column, estimate, nothing } from './cells.ts';
import { COUNT_UNIT, grouped, NBSP, NONE, percentText, timeUnit } from './figures.ts';
import { scalingSeries, scalingUnit, type ScaledAxis } from './load.ts';
import type { Words } from './words.ts';

/** Arms beside each other in one table: more are too narrow on paper. */
const ARMS_ABREAST = 4;

export const setIn = (depth: number, name: string): string => `${NBSP.repeat(3 * depth)}${name}`;

/** A phase may stand under two parents; its place is both. */
const placeOf = (row: FlameRow): string => `${row.side}/${row.depth}/${row.id}`;

/** The rows of several arms as one list: the first arm's, and each further one where its neighbour stands. */
function mergedRows(all: readonly (readonly FlameRow[])[]): FlameRow[] {
  const merged: FlameRow[] = [];
  for (const rows of all) {
    let after = -1;
    for (const row of rows) {
      const at = merged.findIndex((one) => placeOf(one) === placeOf(row));
      if (at >= 0) after = at;
      else merged.splice(++after, 0, row);
    }
  }
  return merged;
}

/** Mean of each phase, arms beside each other. */
export function phaseTables(arms: readonly ArmResult[], words: Words, language: Language): Block[] {
  // As even as may be: nine arms are three tables of three.
  const abreast = Math.ceil(arms.length / Math.ceil(arms.length / ARMS_ABREAST));
  const groups = Array.from({ length: Math.ceil(arms.length / abreast) }, (_, index) => arms.slice(index * abreast, (index + 1) * abreast));
  return groups.map((group, index): Block => {
    const each = group.map((arm) => new Map(flameRows(flameOfArm(arm)).map((row) => [placeOf(row), row])));
    const unit = timeUnit(Math.max(1e6, ...each.flatMap((rows) => [...rows.values()].map(({ amount }) => amount))));
    return {
      kind: 'table', columns: [column(words.phase, false), ...group.map((arm) => column(armName(arm.id)))], caption: index === groups.length - 1 ? words.phasesCaption(unit.name) : '',
      rows: mergedRows(each.map((rows) => [...rows.values()])).map((row): Cell[] => [
        { text: setIn(row.depth, phaseName(row.id as PhaseId, language)), ...(row.depth === 0 ? { tone: 'strong' as const } : {}) },
        ...each.map((rows) => {
          const own = rows.get(placeOf(row));
          return own ? estimate(own.amount, own.ci, unit) : nothing;
        }),
      ]),
    };
  });
}

/** The time below which a share of the counted handshakes lies, to the bin; null without any. */
export function quantileOf({ fromNs, ratio, counts }: Distribution, share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let seen = 0;
  for (const [index, count] of counts.entries()) {
    seen += count;
    if (total > 0 && seen >= share * total) return fromNs * ratio ** (index + 0.5);
  }
  return null;
}

export function distributionTable(arms: readonly ArmResult[], words: Words): Block[] {
  const shown = arms.filter((arm) => arm.state === 'good' && arm.distribution !== null);
  const [first] = shown;
  if (!first?.distribution) return [];
  const unit = timeUnit(Math.max(1e6, ...shown.map(({ handshake }) => handshake.maxNs ?? 0)));
  const time = (ns: number | null): Cell => (ns === null ? nothing : { text: grouped(ns / unit.factor, unit.decimals) });
  const binned = (arm: ArmResult, share: number): Cell => time(arm.distribution && quantileOf(arm.distribution, share));
  return [{
    kind: 'table', caption: words.spreadCaption(unit.name, percentText((first.distribution.ratio - 1) * 100)),
    columns: [column(words.armHead, false), ...[words.spread.least, 'p10', 'p25', 'p50', 'p75', 'p99', words.spread.most, words.spread.rounds].map((text) => column(text))],
    rows: shown.map((arm): Cell[] => {
      const { minNs, p50Ns, p50CiNs, p99Ns, p99CiNs, maxNs } = arm.handshake;
      const rounds = arm.roundMediansNs;
      return [
        { text: armName(arm.id), tone: 'strong' }, time(minNs), binned(arm, 0.1), binned(arm, 0.25), { text: estimate(p50Ns, p50CiNs, unit).text }, binned(arm, 0.75), { text: estimate(p99Ns, p99CiNs, unit).text }, time(maxNs),
        { text: rounds.length === 0 ? NONE : `${time(least(rounds)).text} … ${time(most(rounds)).text}` },
      ];
    }),
  }];
}

const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b));
const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b));

export function noiseTable({ noise: { slices } }: ResultDocument, words: Words, language: Language): Block[] {
  const rows = DRAWN.flatMap((measure): Cell[][] => {
    const shares = slices.flatMap((slice) => shareOf(slice, measure) ?? []).sort((a, b) => a - b);
    if (shares.length === 0) return [];
    const limits = limitsOf(slices, measure);
    const percent = (share: number): Cell => ({ text: percentText(share * 100) });
    const over = slices.filter((slice) => slice.reasons.some((reason) => reason.measure === measure)).length;
    return [[
      { text: measureName(measure, language), tone: 'strong' }, percent(shares[Math.floor((shares.length - 1) / 2)] as number), percent(shares.at(-1) as number),
      limits === null ? nothing : { text: limits[1] - limits[0] < 0.001 ? percentText(limits[0] * 100) : `${percentText(limits[0] * 100)} … ${percentText(limits[1] * 100)}` }, { text: grouped(over) },
    ]];
  });
  const { median, most: highest, limit, over } = words.noiseHead;
  return rows.length === 0 ? [] : [{ kind: 'table', columns: [column(words.measure, false), ...[median, highest, limit, over].map((text) => column(text))], rows, caption: words.noiseTableCaption(grouped(slices.length)) }];
}

export function scalingTable(document: ResultDocument, axis: ScaledAxis, words: Words): Block[] {
  const series = scalingSeries(document, axis);
  if (series.length === 0) return [];
  const unit = scalingUnit(document, axis);
  return [{
    kind: 'table', caption: '', columns: [column(words.armHead, false), column(words.axis[axis] ?? axis), column(words.scalingHead.perSecond), column(words.scalingHead.p50(unit.name))],
    rows: series.flatMap(({ name, points }) => points.map(({ at, arm: { handshake } }): Cell[] => [
      { text: name, tone: 'strong' }, { text: grouped(at) }, estimate(handshake.perSecond, handshake.perSecondCi, COUNT_UNIT), estimate(handshake.p50Ns, handshake.p50CiNs, unit),
    ])),
  }];
}
