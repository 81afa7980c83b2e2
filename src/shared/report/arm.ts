/** The report of one arm: its flame, the phases of both sides, percentiles, what it allocated, negotiated and sent. Pure. */
import { flameOfArm } from '../flame/data.ts';
import { flameRows } from '../flame/table.ts';
import { phaseName } from '../phases/name.ts';
import { reasonIn } from '../reasons/index.ts';
import type { Allocations, ArmResult, ResultDocument } from '../result/document.ts';
import { latenessWarning, noiseSentence } from './trust.ts';
import { doubtLines, type Language, type Part } from '../result/verdict-words.ts';
import type { Block, Cell, ReportDocument } from './block.ts';
import { armName, column, estimate, estimated, figure, nothing } from './cells.ts';
import { ARM_WORDS, type ArmWords } from './arm-words.ts';
import { setIn } from './drawn.ts';
import { BYTES_UNIT, COUNT_UNIT, grouped, NBSP, percentText, rounded, roundedWithUnit, timeUnit, type Unit } from './figures.ts';
import { assembled, costBlocks, distributionBlocks, flameBlock, noiseBlocks, provenanceBlocks, setupLine, unseenServers, wireBlocks } from './model.ts';
import type { ReportOptions, ReportSection } from './options.ts';
import { WORDS, type Words } from './words.ts';

/** The arm that is meant; by default the first that stands, or the first at all. */
export const chosenArm = ({ arms }: Pick<ResultDocument, 'arms'>, id: string | null): ArmResult | null =>
  arms.find((arm) => arm.id === id) ?? arms.find((arm) => arm.state === 'good') ?? arms[0] ?? null;

/** The result as if it had this arm alone. */
export const narrowed = (document: ResultDocument, arm: ArmResult): ResultDocument => ({
  ...document, arms: [arm], comparisons: [], refused: [], knees: [],
  stacks: document.stacks.filter(({ id }) => id === arm.client.stack || id === arm.server.stack),
  crossChecks: document.crossChecks.filter((check) => check.arm === arm.id), wire: document.wire.filter((wire) => wire.arm === arm.id),
  certificates: document.certificates.filter(({ arms }) => arms.includes(arm.id)).map((chain) => ({ ...chain, arms: [arm.id] })),
  replays: document.replays.filter((probe) => probe.arm === arm.id), idle: document.idle.filter((probe) => probe.arm === arm.id),
  network: document.network === null ? null : { ...document.network, paths: document.network.paths.filter((path) => path.arm === arm.id) },
});

interface Told {
  readonly document: ResultDocument;
  readonly arm: ArmResult;
  readonly own: ArmWords;
  readonly words: Words;
  readonly language: Language;
}

const strong = (text: string): Part => ({ text, strong: true });
const plain = (text: string): Part => ({ text, strong: false });

function verdictOfArm({ document, arm, own, words, language }: Told): Block[] {
  const { run } = document;
  const { p50Ns, p50CiNs, p99Ns, p99CiNs } = arm.handshake;
  const unit = timeUnit(Math.max(1e6, p99Ns ?? 0));
  const name = armName(arm.id);
  const parts = arm.state === 'failed'
    ? [plain(own.leadFailed(name)), strong(arm.reason === null ? words.unknownReason : reasonIn(arm.reason, language)), plain(own.leadFailedEnd(grouped(arm.handshakes)))]
    : [plain(own.lead(name)), strong(roundedWithUnit(p50Ns, p50CiNs, unit)), plain(own.leadP99), strong(roundedWithUnit(p99Ns, p99CiNs, unit)), plain(own.leadEnd(grouped(arm.handshakes), grouped(arm.rounds)))];
  const quiet = document.noise.summary.verdict === 'quiet';
  const notices = [
    ...(run.complete || run.ended === 'finished' ? [] : [words.notice[run.ended](grouped(run.rounds))]),
    ...(quiet ? [] : [noiseSentence(document, language)]),
    ...[latenessWarning(document, language)].filter((line) => line !== null),
    ...doubtLines(document, language),
    ...unseenServers(document).map(words.unseen),
    ...(arm.errors.length === 0 ? [] : [own.errors(arm.errors.map(({ text, count }) => own.errorCount(text, grouped(count))).join('; '))]),
  ];
  return [{ kind: 'verdict', parts, details: [], notices }, { kind: 'paragraph', text: setupLine(document, words) + (quiet ? ` ${noiseSentence(document, language)}` : '') }];
}

function flameOfOne({ arm, own, words }: Told): Block[] {
  if (arm.state === 'failed' || arm.phases.client.length === 0) return [];
  return [
    { kind: 'heading', text: words.flame }, flameBlock(arm, words.flameCaption),
    flameBlock(arm, () => own.flameHalf('first'), [0, 0.5]), flameBlock(arm, () => own.flameHalf('second'), [0.5, 1]),
  ];
}

function phasesOf({ arm, own, language }: Told): Block[] {
  const rows = arm.state === 'failed' ? [] : flameRows(flameOfArm(arm));
  if (rows.length === 0) return [];
  const unit = timeUnit(Math.max(1e6, ...rows.map(({ amount }) => amount)));
  return [{ kind: 'heading', text: own.phases }, {
    kind: 'table', caption: own.phasesCaption, columns: own.phasesHead(unit.name).map((text, index) => column(text, index > 0)),
    rows: rows.map((row): Cell[] => [
      { text: setIn(row.depth, phaseName(row.id, language)), ...(row.depth === 0 ? { tone: 'strong' as const } : {}) }, { text: grouped(row.startNs / unit.factor, unit.decimals), tone: 'dim' },
      estimate(row.amount, row.ci, unit), intervalCell(row.ci, unit), row.share === null ? nothing : { text: percentText(row.share * 100) }, row.seen === null ? nothing : { text: grouped(row.seen), tone: 'dim' },
    ]),
  }];
}

const intervalCell = (ci: readonly [number, number] | null, unit: Unit): Cell => (ci === null ? nothing : { text: `${rounded(ci[0], ci, unit)} … ${rounded(ci[1], ci, unit)}`, tone: 'dim' });

function percentilesOf({ arm, own }: Told): Block[] {
  if (arm.state === 'failed') return [];
  const { handshake: it } = arm;
  const unit = timeUnit(Math.max(1e6, it.p99Ns ?? 0));
  const rows: readonly (readonly [string, number | null, readonly [number, number] | null])[] = [
    [own.least, it.minNs, null], ['p50', it.p50Ns, it.p50CiNs], ['p90', it.p90Ns, it.p90CiNs], ['p95', it.p95Ns, it.p95CiNs], ['p99', it.p99Ns, it.p99CiNs], ['p99.9', it.p999Ns, it.p999CiNs], [own.most, it.maxNs, null], [own.mean, it.meanNs, it.meanCiNs],
  ];
  return [{ kind: 'heading', text: own.percentiles }, {
    kind: 'table', caption: own.percentilesCaption(grouped(arm.handshakes)), columns: own.percentilesHead(unit.name).map((text, index) => column(text, index > 0)),
    rows: rows.map(([name, value, ci]) => [{ text: name, tone: 'strong' }, estimate(value, ci, unit), intervalCell(ci, unit)]),
  }];
}

function allocationsOf({ arm: { allocations: { client, server }, state }, own, language }: Told): Block[] {
  if (state === 'failed' || (client === null && server === null)) return [];
  const perThousand: Unit = { name: '', factor: 1e-3, decimals: 1 };
  const pause: Unit = { name: 'ms', factor: 1e3, decimals: 1 };
  const both = (name: string, cell: (side: Allocations | null) => Cell): Cell[] => [{ text: name, tone: 'strong' }, cell(client), cell(server)];
  const byPhase = [client, server].flatMap((side) => (side === null ? [] : side.phases.filter(({ bytes, objects }) => bytes !== null || objects !== null).map((phase) => ({ ...phase, side }))));
  return [
    { kind: 'heading', text: own.allocations },
    {
      kind: 'table', caption: own.allocationsCaption, columns: own.allocationsHead.map((text, index) => column(text, index > 0)),
      rows: [
        both(own.bytes, (side) => estimated(side, 'bytes', BYTES_UNIT)), both(own.objects, (side) => estimated(side, 'objects', COUNT_UNIT)),
        both(own.gc, (side) => figure(side?.gcCount ?? null, perThousand)), both(own.pause, (side) => figure(side?.gcPauseNs ?? null, pause)),
        both(own.how, (side) => (side === null ? nothing : { text: side.exact ? own.exact : own.estimate })),
      ],
    },
    ...(byPhase.length === 0 ? [] : [{
      kind: 'table', caption: own.byPhaseCaption, columns: own.byPhaseHead.map((text, index) => column(text, index > 0)),
      rows: byPhase.map(({ id, parent, bytes, objects, side }): Cell[] => [
        { text: setIn(parent === null ? 0 : parent === 'c' || parent === 's' ? 1 : 2, phaseName(id, language)), ...(parent === null ? { tone: 'strong' as const } : {}) },
        estimated({ ...side, bytes, objects }, 'bytes', BYTES_UNIT), estimated({ ...side, bytes, objects }, 'objects', COUNT_UNIT),
      ]),
    } satisfies Block]),
  ];
}

function negotiatedOf({ document, arm, own, words }: Told): Block[] {
  if (arm.state === 'failed') return [];
  const { version, group, cipherSuite, alpn, resumed, helloRetryRequest, earlyData } = arm.negotiated;
  const side = ({ stack, version: own_, library, cpus }: ArmResult['client']): string => own.side(own_ === null ? stack : `${stack} ${own_}`, library === null ? '' : `${library.name} ${library.version}`, cpus.join(', '));
  const rows: [string, string][] = [
    [own.client, side(arm.client)], [own.server, side(arm.server)], [own.version, version === null ? own.notReported : words.version(version)], [own.group, group ?? own.notReported], [own.cipherSuite, cipherSuite ?? own.notReported], [own.alpn, alpn === null ? own.notReported : alpn || own.none],
    [own.resumption, resumed === null ? own.notReported : resumed ? own.resumed : own.full], [own.retry, helloRetryRequest === null ? own.notReported : helloRetryRequest ? own.yes : own.no], [own.earlyData, earlyData === null ? own.notOffered : own.early[earlyData]],
    ...document.certificates.map(({ chain }): [string, string] => [own.chain, chain.map((one) => `${one.subject} · ${one.key} · ${grouped(one.derBytes)}${NBSP}B`).join('\n')]),
  ];
  return [{ kind: 'heading', text: own.negotiated }, { kind: 'pairs', rows: rows.map(([name, value]) => ({ name, value, mono: false })) }];
}

function wireOf({ document, own, words, language }: Told): Block[] {
  const table = wireBlocks(document, words, language);
  const messages = document.wire.flatMap((wire) => wire.messages);
  if (messages.length === 0) return table;
  return [...table, { kind: 'heading', text: own.messages }, {
    kind: 'table', caption: own.messagesCaption, columns: own.messagesHead.map((text, index) => column(text, index > 1)),
    rows: messages.map(({ name, from, meanBytes, perHandshake }): Cell[] => [{ text: from === 'client' ? own.client : own.server, tone: 'dim' }, { text: name, tone: 'strong' }, { text: grouped(Math.round(meanBytes)) }, { text: grouped(perHandshake, Number.isInteger(perHandshake) ? 0 : 2) }]),
  }];
}

const SECTIONS: Readonly<Partial<Record<ReportSection, (told: Told) => Block[]>>> = {
  verdict: verdictOfArm,
  flame: flameOfOne,
  phases: phasesOf,
  percentiles: percentilesOf,
  distribution: ({ document, words }) => distributionBlocks(document, words),
  cost: ({ document, arm, words }) => (arm.state === 'failed' ? [] : costBlocks(document, words)),
  allocations: allocationsOf,
  negotiated: negotiatedOf,
  wire: wireOf,
  noise: ({ document, words, language }) => noiseBlocks(document, words, language),
  provenance: ({ document, words, language }) => provenanceBlocks(document, words, language),
};

export function armReport(document: ResultDocument, options: ReportOptions): ReportDocument {
  const { language } = options;
  const arm = chosenArm(document, options.arm);
  const told = arm && { document: narrowed(document, arm), arm, own: ARM_WORDS[language], words: WORDS[language], language };
  const named = arm === null ? document.run.name : `${document.run.name}: ${armName(arm.id)}`;
  return assembled({ ...options, template: 'arm' }, { title: options.title.trim() || named, date: document.run.createdAt, sections: (section) => (told ? (SECTIONS[section]?.(told) ?? []) : []) });
}
