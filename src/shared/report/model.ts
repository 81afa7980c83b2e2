/**
 * A result as a document: blocks in reading order, all words and figures in them, no layout. Pure; the preview, the PDF,
 * the HTML and the Markdown are made of the same blocks, and nothing is said in one that is not said in the others.
 */
import { flameOfArm, rootOf } from '../flame/data.ts';
import { isUneven, type ArmResult, type ResultDocument } from '../result/document.ts';
import { isFloor, verdictOf } from '../result/verdict.ts';
import { checkedWhat, doubtLines, floorWords, instrumentName, kneeWords, pairWords, plainText, verdictDetails, verdictSentence, whyOf, type Language } from '../result/verdict-words.ts';
import { toScenarioText } from '../scenario/yaml.ts';
import { GROUP_FACTS } from '../tls.ts';
import type { Block, Cell, ReportDocument } from './block.ts';
import { armName, column, estimate, estimated, facts, figure } from './cells.ts';
import { distributionTable, noiseTable, phaseTables, scalingTable } from './drawn.ts';
import { WIRE_WORDS, wireCells } from './wire.ts';
import { cachedArms, SESSION_WORDS, sessionCells, sessionUnit } from './sessions.ts';
import { EARLY_WORDS, earlyCells, earlyComparisons } from './early.ts';
import { BYTES_UNIT, COUNT_UNIT, grouped, NONE, percentText, plusMinus, pText, shiftText, timeText, timeUnit, withUnit, type Unit } from './figures.ts';
import { hasLoad, latencyUnit, rateSeries, scalingSeries, scalingUnit, type RateSeries } from './load.ts';
import { NETWORK_WORDS, networkCells, networkNote } from './network.ts';
import { readNotes } from './notes.ts';
import { TEMPLATE_SECTIONS, type ReportOptions, type ReportSection } from './options.ts';
import { reasonIn } from '../reasons/index.ts';
import { idleCells, PROBE_WORDS, replayCells } from './probes.ts';
import { adviceText, blockSentence, checkFigures, coldFirst, isolationLines, latenessWarning, longAgainstShort, missingMeasures, noChecksText, noiseSentence, schedulingLines, stoppingSentence, warmupText } from './trust.ts';
import { WORDS, type Words } from './words.ts';

export type { Block, Cell, Column, ReportDocument } from './block.ts';

const KEYS: Readonly<Record<string, string>> = { 'ecdsa-p256': 'ECDSA P-256', 'ecdsa-p384': 'ECDSA P-384', 'rsa-2048': 'RSA 2048', 'rsa-3072': 'RSA 3072', 'rsa-4096': 'RSA 4096', ed25519: 'Ed25519' };

const good = (arms: readonly ArmResult[]): ArmResult[] => arms.filter((arm) => arm.state === 'good');
const total = (arms: readonly ArmResult[]): number => arms.reduce((sum, arm) => sum + arm.handshakes, 0);

/** `2026-11-23`, in words of the language; of the run's own instant, so that a report is the same on every machine. */
export function reportDate(iso: string, language: 'en' | 'zh'): string {
  const [year, month, day] = iso.slice(0, 10).split('-').map(Number) as [number, number, number];
  const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
  return language === 'zh' ? `${year} 年 ${month} 月 ${day} 日` : `${day} ${months[month - 1]} ${year}`;
}

export function setupLine(document: ResultDocument, words: Words): string {
  const { scenario } = document.run;
  const list = (values: readonly (string | number)[]): string => values.join(words.and);
  return words.setup({
    tls: list(scenario.tls),
    groups: [list(scenario.keyExchange.groups.map((group) => GROUP_FACTS[group].name)), ...(scenario.keyExchange.retry.includes(true) ? [words.retry] : [])].join(', '),
    chain: words.chain(list(scenario.certificates.leaf.map((key) => KEYS[key] ?? key)), list(scenario.certificates.issuers.map((key) => KEYS[key] ?? key)), list(scenario.certificates.intermediates)),
    session: list(scenario.session.resumption.map((session) => words.sessions[session] ?? session)),
    loop: scenario.load.loop === 'open' ? words.openLoop(scenario.load.rate.map((rate) => grouped(rate)).join(', '), scenario.load.arrivals) : words.closedLoop,
    connections: words.connections(list(scenario.load.connections)),
    placement: words.placement(document.placement.server.join(', '), document.placement.client.join(', ')),
  });
}

/** Servers that are not ours. */
export const unseenServers = ({ arms }: Pick<ResultDocument, 'arms'>): string[] => [...new Set(arms.filter(({ state, serverSeen }) => state === 'good' && !serverSeen).map(({ server }) => server.stack))];

function verdictBlocks(document: ResultDocument, words: Words, language: 'en' | 'zh'): Block[] {
  const { run } = document;
  const verdict = verdictOf(document);
  const quiet = document.noise.summary.verdict === 'quiet';
  const uneven = document.arms.filter(isUneven);
  const notices = [
    ...(run.complete || run.ended === 'finished' ? [] : [words.notice[run.ended](grouped(run.rounds))]),
    ...(quiet ? [] : [noiseSentence(document, language)]),
    ...[latenessWarning(document, language)].filter((line) => line !== null),
    ...doubtLines(document, language),
    ...unseenServers(document).map(words.unseen),
    ...uneven.map((arm) => words.uneven(armName(arm.id), grouped(arm.serverHandshakes), grouped(arm.handshakes))),
  ];
  return [
    { kind: 'verdict', parts: verdictSentence(verdict, document, language), details: verdict.comparisons.length > 2 ? verdictDetails(verdict, document, language) : [], notices },
    { kind: 'paragraph', text: setupLine(document, words) + (quiet ? ` ${noiseSentence(document, language)}` : '') },
  ];
}

function probeBlocks({ replays, idle }: ResultDocument, language: Language): Block[] {
  const words = PROBE_WORDS[language];
  return [
    ...facts(words.replay, words.replayHead, replays.map((probe) => replayCells(probe, language)), words.replayNote, false),
    ...facts(words.idle, words.idleHead, idle.map((probe) => idleCells(probe, language)), words.idleNote, true),
  ];
}

function sessionBlocks(document: ResultDocument, language: Language): Block[] {
  const { names, zipf } = document.run.scenario.session;
  const arms = cachedArms(document);
  const unit = sessionUnit(arms);
  const { title, head, note } = SESSION_WORDS[language];
  return facts(title, head(unit.name), arms.map((arm) => sessionCells(arm, names, unit)), note(zipf), true);
}

function earlyBlocks(document: ResultDocument, language: Language): Block[] {
  const { title, head, note } = EARLY_WORDS[language];
  return facts(title, head, earlyComparisons(document).map(earlyCells), note, true);
}

export function wireBlocks({ wire }: ResultDocument, _words: Words, language: Language): Block[] {
  const { title, head, note } = WIRE_WORDS[language];
  // What each message weighs is a sentence: it breaks, or the table would be wider than the paper.
  const columns = head.map((name, index) => (index === 5 ? { text: name, number: false, wrap: true } : column(name, index > 0)));
  if (wire.length === 0) return [];
  return [{ kind: 'heading', text: title }, { kind: 'table', columns, caption: note, rows: wire.map((arm) => wireCells(arm, language).map((text, index): Cell => (index === 0 ? { text, tone: 'strong' } : { text }))) }];
}

function networkBlocks({ network }: ResultDocument, language: Language): Block[] {
  if (network === null) return [];
  const { title, head } = NETWORK_WORDS[language];
  return facts(title, head, network.paths.map(networkCells), networkNote(network, language), true);
}

function armsBlocks(document: ResultDocument, words: Words, language: Language): Block[] {
  const { arms, run } = document;
  const unit = timeUnit(Math.max(...arms.map((arm) => arm.handshake.p99Ns ?? 0), 1e6));
  const hasTail = arms.some((arm) => arm.handshake.p999Ns !== null);
  const columns = [column(words.armHead, false), column(`${words.p50}, ${unit.name}`), column('p90'), column(words.p95), column(words.p99), ...(hasTail ? [column('p99.9')] : []), column(words.handshakes)];
  const rest = columns.length - 2;
  const rows = arms.map((arm): Cell[] => {
    const name: Cell = { text: armName(arm.id), tone: 'strong' };
    if (arm.state === 'failed') return [name, { text: NONE, tone: 'dim' }, { text: words.failed(arm.reason === null ? words.unknownReason : reasonIn(arm.reason, language)), tone: 'bad', span: rest }];
    const { p50Ns, p50CiNs, p90Ns, p90CiNs, p95Ns, p95CiNs, p99Ns, p99CiNs, p999Ns, p999CiNs } = arm.handshake;
    return [
      name, estimate(p50Ns, p50CiNs, unit, 'strong'), estimate(p90Ns, p90CiNs, unit), estimate(p95Ns, p95CiNs, unit), estimate(p99Ns, p99CiNs, unit), ...(hasTail ? [estimate(p999Ns, p999CiNs, unit)] : []),
      { text: grouped(arm.handshakes) },
    ];
  });
  const refused = document.refused.map((arm): Cell[] => [{ text: armName(arm.id), tone: 'dim' }, { text: NONE, tone: 'dim' }, { text: words.leftOut(reasonIn(arm.reason, language)), tone: 'dim', span: rest }]);
  const withoutInterval = good(arms).some((arm) => arm.handshake.p50CiNs === null || arm.handshake.p99CiNs === null);
  const intended = good(arms).some((arm) => arm.latencyFrom === 'intended');
  const notes = [...(intended ? [words.intended] : []), ...(good(arms).some((arm) => arm.latencyTo === 'firstByte') ? [words.firstByte] : [])];
  return [
    { kind: 'heading', text: words.arms },
    { kind: 'table', rows: [...rows, ...refused], columns, caption: [words.armsCaption(unit.name, grouped(run.rounds), grouped(run.blockHandshakes), grouped(total(arms))), ...notes, ...(withoutInterval ? [words.fewRounds] : [])].join(' ') },
    ...sessionBlocks(document, language),
    ...earlyBlocks(document, language),
    ...probeBlocks(document, language),
  ];
}

function comparisonBlocks(document: ResultDocument, words: Words, language: Language): Block[] {
  const all = [...document.comparisons.filter((one) => !isFloor(one)), ...document.comparisons.filter(isFloor)];
  const [first] = all;
  if (!first) return [];
  const rows = all.flatMap((one): Cell[][] => {
    const shift = shiftText(one.ratio, one.ratioCi);
    const why = whyOf(one, document, language);
    const said = [...(why === null ? [] : [why]), ...(one.verdict === 'no difference' ? [words.wouldHave(percentText(one.detectablePct))] : []), ...pairWords(one, document, language).doubts];
    return [
      [
        { text: `${armName(one.arm)}\n${words.against(armName(one.against))}` }, { text: shift.value, tone: 'strong' }, { text: shift.interval }, { text: one.floorPct === null ? NONE : percentText(one.floorPct), tone: 'dim' },
        { text: pText(one.pAdjusted), tone: 'dim' }, { text: words.marks[one.verdict] ?? one.verdict, ...(one.verdict === 'not trusted' ? { tone: 'bad' as const } : {}) },
      ],
      ...(said.length > 0 ? [[{ text: '' }, { text: said.join(' '), tone: 'dim' as const, span: 5 }]] : []),
    ];
  });
  return [
    { kind: 'heading', text: words.comparisons },
    { kind: 'table', rows, columns: [column(words.pairHead, false), column(words.pairShift), column(words.interval), column(words.floor), column(words.holm), column(words.verdictHead, false)], caption: words.comparisonsCaption(floorWords(first, language)) },
  ];
}

export function costBlocks({ arms }: ResultDocument, words: Words): Block[] {
  const wall = timeUnit(Math.max(...arms.map((arm) => arm.handshake.meanNs ?? 0), 1e6));
  const unit = timeUnit(Math.max(...arms.flatMap((arm) => [arm.cpu.clientNs ?? 0, arm.cpu.serverNs ?? 0]), 1e6));
  return [
    { kind: 'heading', text: words.cost },
    {
      kind: 'table', caption: words.costCaption,
      columns: [column(words.armHead, false), column(`${words.mean}, ${wall.name}`), column(words.perSecond), column(words.cpuClient(unit.name)), column(words.cpuServer(unit.name)), column(words.bytesClient), column(words.bytesServer)],
      rows: arms.map((arm) => [
        { text: armName(arm.id), tone: 'strong' }, estimate(arm.handshake.meanNs, arm.handshake.meanCiNs, wall), estimate(arm.handshake.perSecond, arm.handshake.perSecondCi, COUNT_UNIT),
        estimate(arm.cpu.clientNs, arm.cpu.clientCiNs, unit), estimate(arm.cpu.serverNs, arm.cpu.serverCiNs, unit),
        estimated(arm.allocations.client, 'bytes', BYTES_UNIT), estimated(arm.allocations.server, 'bytes', BYTES_UNIT),
      ]),
    },
  ];
}

function rateTable(series: readonly RateSeries[], words: Words, language: Language): Block {
  const arms = series.flatMap((one) => one.arms);
  const unit = timeUnit(Math.max(...arms.map((arm) => arm.handshake.p99Ns ?? 0), 1e6));
  const { rates } = words;
  return {
    kind: 'table', caption: words.intended,
    columns: [column(words.armHead, false), ...[rates.offered, rates.achieved, `p50, ${unit.name}`, 'p99', rates.queued, rates.lateness].map((text) => column(text)), column(rates.schedule, false)],
    rows: series.flatMap(({ name, arms: own }) => own.map((arm): Cell[] => {
      const offered: Cell = { text: grouped(arm.load?.ratePerSecond ?? 0), tone: 'strong' };
      if (arm.state === 'failed' || !arm.load) return [{ text: name }, offered, { text: words.failed(arm.reason === null ? words.unknownReason : reasonIn(arm.reason, language)), tone: 'bad', span: 6 }];
      const { achievedPerSecond, queuedShare, latenessP99Ns, keptSchedule } = arm.load;
      return [
        { text: name }, offered, { text: achievedPerSecond === null ? NONE : grouped(achievedPerSecond) }, estimate(arm.handshake.p50Ns, arm.handshake.p50CiNs, unit), estimate(arm.handshake.p99Ns, arm.handshake.p99CiNs, unit),
        { text: queuedShare === null ? NONE : percentText(queuedShare * 100), tone: 'dim' }, { text: timeText(latenessP99Ns), tone: 'dim' }, keptSchedule ? { text: rates.held } : { text: rates.notHeld, tone: 'bad' },
      ];
    })),
  };
}

function loadBlocks(document: ResultDocument, words: Words, language: Language): Block[] {
  if (!hasLoad(document)) return [];
  const series = rateSeries(document);
  const late = latenessWarning(document, language);
  return [
    { kind: 'heading', text: words.load },
    ...(late === null ? [] : [{ kind: 'paragraph', text: late } satisfies Block]),
    ...series.map((one): Block => ({ kind: 'rates', series: one.name, heading: `${one.name}, ${latencyUnit(document).name}`, caption: words.loadCaption(one.name, one.knee ? plainText(kneeWords(one.knee, language)) : '') })),
    ...(series.length > 0 ? [rateTable(series, words, language)] : []),
    ...(['connections', 'threads'] as const).filter((axis) => scalingSeries(document, axis).length > 0).flatMap((axis): Block[] => [{ kind: 'scaling', axis, caption: words.scalingCaption(words.axis[axis] ?? axis, scalingUnit(document, axis).name) }, ...scalingTable(document, axis, words)]),
  ];
}

export function noiseBlocks(document: ResultDocument, words: Words, language: Language): Block[] {
  const missing = missingMeasures(document, language);
  const arms = good(document.arms);
  const unit = timeUnit(Math.max(...arms.map((arm) => arm.handshake.p50Ns ?? 0), 1e6));
  return [
    { kind: 'heading', text: words.noise },
    { kind: 'paragraph', text: [noiseSentence(document, language), ...(missing.length > 0 ? [words.missing(missing.join(language === 'zh' ? '；' : '; '))] : [])].join(' ') },
    ...(document.noise.slices.length > 0 ? [{ kind: 'noise', caption: words.noiseCaption } satisfies Block, ...noiseTable(document, words, language)] : []),
    ...networkBlocks(document, language),
    { kind: 'heading', text: words.checks },
    document.crossChecks.length === 0 ? { kind: 'paragraph', text: noChecksText(document, language) ?? '' } : {
      kind: 'table', caption: words.checksCaption, columns: [column(words.armHead, false), column(words.what, false), column(words.ours), column(words.theirs), column(words.offset), column(words.bound), column(words.verdictHead, false)],
      rows: document.crossChecks.map((check): Cell[] => {
        const { ours, theirs, offset, bound } = checkFigures(check);
        const head: Cell[] = [{ text: armName(check.arm), tone: 'strong' }, { text: `${instrumentName(check.instrument, language)}\n${checkedWhat(check.what, language)}` }];
        if (check.agrees === null) return [...head, { text: words.notMade(check.reason === null ? words.unknownReason : reasonIn(check.reason, language)), tone: 'dim', span: 5 }];
        return [...head, { text: ours }, { text: theirs }, { text: offset }, { text: bound, tone: 'dim' }, check.agrees ? { text: words.agrees } : { text: words.disagrees, tone: 'bad' }];
      }),
    },
    ...(arms.length === 0 ? [] : [{ kind: 'heading', text: words.within } satisfies Block, {
      kind: 'table', caption: words.withinCaption, columns: [column(words.armHead, false), column(words.warmup, false), column(words.coldFirst), column(words.longShort), column(`${words.withMarked}, ${unit.name}`)],
      rows: arms.map((arm): Cell[] => [
        { text: armName(arm.id), tone: 'strong' }, { text: warmupText(arm, language), ...(arm.warmup.steady ? {} : { tone: 'bad' as const }) }, { text: coldFirst(arm) ?? NONE }, { text: longAgainstShort(arm) ?? NONE },
        arm.withMarked ? estimate(arm.withMarked.p50.value, arm.withMarked.p50.ci, unit) : { text: NONE, tone: 'dim' },
      ]),
    } satisfies Block]),
  ];
}

/** Arms whose flame is shown: of a sweep of rates one a series, since under load the mean holds more waiting than handshake. */
function flameArms(document: ResultDocument): ArmResult[] {
  const swept = new Set(rateSeries(document).flatMap(({ arms }) => arms.slice(1).map(({ id }) => id)));
  return good(document.arms).filter((arm) => arm.phases.client.length > 0 && !swept.has(arm.id));
}

export function flameBlock(arm: ArmResult, caption: Words['flameCaption'], part: readonly [number, number] | null = null): Block {
  const root = flameOfArm(arm).client.find((phase) => phase.id === rootOf('client'));
  const value = withUnit(root?.amount ?? null, timeUnit(root?.amount ?? 1e6));
  return { kind: 'flame', arm: arm.id, heading: armName(arm.id), caption: caption(value, plusMinus(root?.amount ?? null, root?.ci ?? null), grouped(arm.handshakes)), part };
}

function flameBlocks(document: ResultDocument, words: Words, language: Language): Block[] {
  const shown = flameArms(document);
  if (shown.length === 0) return [];
  return [
    { kind: 'heading', text: words.flame },
    ...shown.map((arm, index) => flameBlock(arm, index === 0 ? words.flameCaption : words.flameAgain)),
    ...phaseTables(shown, words, language),
  ];
}

export function distributionBlocks(document: ResultDocument, words: Words): Block[] {
  const shown = good(document.arms).filter((arm) => arm.distribution);
  if (shown.length === 0) return [];
  return [{ kind: 'heading', text: words.distribution }, { kind: 'distribution', caption: words.distributionCaption(grouped(total(shown))) }, ...distributionTable(document.arms, words)];
}

function allocationBlocks({ arms }: ResultDocument, words: Words): Block[] {
  const perThousand: Unit = { name: '', factor: 1e-3, decimals: 1 };
  const pause: Unit = { name: 'ms', factor: 1e3, decimals: 1 };
  return [
    { kind: 'heading', text: words.allocations },
    {
      kind: 'table', caption: words.allocationsCaption,
      columns: [words.armHead, words.objectsClient, words.objectsServer, words.gcClient, words.gcServer, words.pauseClient, words.pauseServer].map((text, index) => column(text, index > 0)),
      rows: arms.map((arm) => {
        const { client, server } = arm.allocations;
        return [
          { text: armName(arm.id), tone: 'strong' }, estimated(client, 'objects', COUNT_UNIT), estimated(server, 'objects', COUNT_UNIT),
          figure(client?.gcCount ?? null, perThousand), figure(server?.gcCount ?? null, perThousand), figure(client?.gcPauseNs ?? null, pause), figure(server?.gcPauseNs ?? null, pause),
        ];
      }),
    },
  ];
}

/** What handshakes negotiated, one line for all arms that agree. */
function negotiatedLines(arms: readonly ArmResult[], words: Words): string {
  const groups = new Map<string, ArmResult[]>();
  for (const arm of good(arms)) {
    const { version, group, cipherSuite, alpn, resumed } = arm.negotiated;
    const text = [
      version === null ? words.notReported : words.version(version), group ?? words.notReported, cipherSuite ?? words.notReported,
      ...(alpn === null ? [] : [alpn]), ...(resumed === null ? [] : [resumed ? words.resumed : words.notResumed]),
    ].join(' · ');
    groups.set(text, [...(groups.get(text) ?? []), arm]);
  }
  return [...groups].map(([text, list]) => `${words.negotiatedAll(text, grouped(total(list)))}${groups.size > 1 ? ` (${list.map((arm) => armName(arm.id)).join(', ')})` : ''}`).join('\n');
}

export function provenanceBlocks(document: ResultDocument, words: Words, language: Language): Block[] {
  const { run, machine, placement, paint } = document;
  const notSeen = document.stacks.flatMap(({ id, not }) => not.map(({ what, why }): Cell[] => [{ text: id, tone: 'dim' }, { text: reasonIn(what, language) }, { text: reasonIn(why, language), tone: 'dim' }]));
  const rows: [string, string, boolean?][] = [
    [words.run, `${run.id} · ${run.createdAt} · ${words.madeBy(run.appVersion)}`],
    ...(run.replayOf ? [[words.replay, run.replayOf.id] as [string, string]] : []),
    [words.machine, words.machineValue(machine.cpu, grouped(machine.cores), grouped(machine.cpus), grouped(machine.memoryBytes / 2 ** 30, 1), machine.virtual)],
    [words.system, `${machine.os}, ${machine.kernel}`],
    [words.stacks, document.stacks.map((stack) => `${stack.id} ${stack.version} ${words.onLibrary(`${stack.library.name} ${stack.library.version}`)}`).join(' · ')],
    [words.hashes, document.stacks.map((stack) => `${stack.id} sha256 ${stack.sha256}`).join('\n'), true],
    [words.placementKey, `${words.placement(placement.server.join(', '), placement.client.join(', '))}${placement.note ? `${language === 'zh' ? '。' : '. '}${reasonIn(placement.note, language)}` : ''}`],
    [words.window, words.windowValue(grouped(paint.slots), grouped(paint.totalMs), placement.app === 'apart')],
    [words.asserted, negotiatedLines(document.arms, words)],
    [words.length, words.lengthValue(grouped(run.rounds), grouped(run.blockHandshakes), grouped(run.warmupRounds), (run.elapsedMs / 1_000).toFixed(1))],
    [words.blockKey, blockSentence(document, language)], [words.stopping, stoppingSentence(document, language)],
    [words.scheduling, [...schedulingLines(document, language).map(({ text }) => text), ...isolationLines(document, language)].join('\n')],
    [words.advice, (document.scheduling.isolation?.advice ?? []).map((code) => adviceText(code, language)).join('\n')],
    [words.seed, String(run.seed), true],
    ...document.certificates.map((chain): [string, string, boolean] => [
      words.certificates,
      `${document.certificates.length > 1 ? `${chain.arms.map(armName).join(', ')}\n` : ''}${chain.chain.map((one) => `${one.subject} · ${one.key} · ${grouped(one.derBytes)} B · sha256 ${one.sha256.slice(0, 16)}…`).join('\n')}`, true,
    ]),
    ...(document.refused.length > 0 ? [[words.leftOutKey, document.refused.map((arm) => `${armName(arm.id)}: ${reasonIn(arm.reason, language)}${arm.source ? ` (${reasonIn(arm.source, language)})` : ''}`).join('\n')] as [string, string]] : []),
    [words.again, `npm run -s lab -- replay ${run.folder} --exact`, true],
  ];
  return [
    { kind: 'heading', text: words.provenance },
    { kind: 'pairs', rows: rows.filter(([, value]) => value !== '').map(([name, value, mono = false]) => ({ name, value, mono })) },
    ...(notSeen.length === 0 ? [] : [
      { kind: 'heading', text: words.notSeen } satisfies Block,
      { kind: 'table', caption: words.notSeenCaption, columns: [column(words.stack, false), { text: words.what, number: false, wrap: true }, { text: words.why, number: false, wrap: true }], rows: notSeen } satisfies Block,
    ]),
    { kind: 'heading', text: words.scenario },
    { kind: 'code', text: toScenarioText(run.scenario).trimEnd() },
  ];
}

const NONE_HERE = (): Block[] => [];
const SECTIONS: Readonly<Record<ReportSection, (document: ResultDocument, words: Words, language: 'en' | 'zh') => Block[]>> = {
  verdict: verdictBlocks,
  arms: armsBlocks,
  comparisons: comparisonBlocks,
  cost: costBlocks,
  load: loadBlocks,
  flame: flameBlocks,
  distribution: distributionBlocks,
  allocations: allocationBlocks,
  noise: noiseBlocks,
  wire: wireBlocks,
  provenance: provenanceBlocks,
  phases: NONE_HERE,
  percentiles: NONE_HERE,
  negotiated: NONE_HERE,
  claims: NONE_HERE,
};

export function notesBlocks(notes: string, words: Words): Block[] {
  const read = readNotes(notes);
  return read.length === 0 ? [] : [{ kind: 'heading', text: words.notes }, ...read.map((note): Block => ({ kind: 'note', note }))];
}

/** The title, the verdict if it was asked for, the notes, and the rest. */
export function assembled(options: ReportOptions, { title, date, sections }: { readonly title: string; readonly date: string; readonly sections: (section: ReportSection) => Block[] }): ReportDocument {
  const words = WORDS[options.language];
  const asked = TEMPLATE_SECTIONS[options.template].filter((section) => options.sections.includes(section));
  return {
    language: options.language, title, paper: options.paper,
    blocks: [
      { kind: 'title', eyebrow: words.eyebrow(reportDate(date, options.language)), text: title, author: options.author.trim() === '' ? '' : words.byAuthor(options.author.trim()) },
      ...(asked.includes('verdict') ? sections('verdict') : []),
      ...notesBlocks(options.notes, words),
      ...asked.filter((section) => section !== 'verdict').flatMap(sections),
    ],
  };
}

/** Sections come in the report's own order, however they were ticked. */
export function reportOf(document: ResultDocument, options: ReportOptions): ReportDocument {
  const words = WORDS[options.language];
  return assembled(options, { title: options.title.trim() || document.run.name, date: document.run.createdAt, sections: (section) => SECTIONS[section](document, words, options.language) });
}
