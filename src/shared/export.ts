/** What a run can be written as, for other tools to open; what each is for, and why a run may not have it. */

type Words = Readonly<Record<'en' | 'zh', string>>;

interface ExportFacts {
  /** As the tool's own people write it. */
  readonly name: string;
  /** Tells two of one name apart. */
  readonly detail?: Words;
  readonly ending: string;
  /** What one does with it. */
  readonly purpose: Words;
  /** What opens it. */
  readonly opener: Words;
  /** Whether one arm can be written alone. */
  readonly byArm: boolean;
  /** Holds what opens recorded handshakes: for its owner alone. */
  readonly secret?: boolean;
}

/** In the order in which menus and help list them. */
export const EXPORTS = {
  speedscope: {
    name: 'speedscope', ending: 'speedscope.json', byArm: true,
    purpose: { en: 'flames of both sides, means and real handshakes', zh: '双方的火焰图：均值与真实握手' },
    opener: { en: 'speedscope.app, or npx speedscope FILE', zh: 'speedscope.app，或 npx speedscope 文件' },
  },
  chrome: {
    name: 'Chrome trace', ending: 'trace.json', byArm: true,
    purpose: { en: 'both sides on one time axis, messages as arrows', zh: '双方在同一时间轴上，消息为箭头' },
    opener: { en: 'ui.perfetto.dev, chrome://tracing', zh: 'ui.perfetto.dev、chrome://tracing' },
  },
  firefox: {
    name: 'Firefox Profiler', ending: 'profile.json', byArm: true,
    purpose: { en: 'call tree, flame and stack chart of phases and of CPU profiles', zh: '阶段与 CPU 剖析的调用树、火焰图和栈图' },
    opener: { en: 'profiler.firefox.com', zh: 'profiler.firefox.com' },
  },
  pprof: {
    name: 'pprof', ending: 'pb.gz', byArm: true,
    purpose: { en: 'mean time and allocations by phase, labelled by arm and side', zh: '各阶段的平均时间与分配，按组合与端加标签' },
    opener: { en: 'go tool pprof -http=: FILE', zh: 'go tool pprof -http=: 文件' },
  },
  'pprof-profiles': {
    name: 'pprof', detail: { en: 'call stacks', zh: '调用栈' }, ending: 'profiles.pb.gz', byArm: true,
    purpose: { en: 'the run’s own CPU and allocation profiles, of all arms in one', zh: '本次运行的 CPU 与分配剖析，所有组合在同一文件中' },
    opener: { en: 'go tool pprof -http=: FILE', zh: 'go tool pprof -http=: 文件' },
  },
  csv: {
    name: 'CSV', ending: 'csv', byArm: true,
    purpose: { en: 'one row per handshake, every instant of both sides', zh: '每次握手一行，含双方的每个时刻' },
    opener: { en: 'spreadsheets, R, pandas', zh: '电子表格、R、pandas' },
  },
  parquet: {
    name: 'Parquet', ending: 'parquet', byArm: true,
    purpose: { en: 'the same rows, typed and compact', zh: '同样的行，有类型且紧凑' },
    opener: { en: 'DuckDB, Spark, pandas, Polars', zh: 'DuckDB、Spark、pandas、Polars' },
  },
  json: {
    name: 'JSON', ending: 'result.json', byArm: false,
    purpose: { en: 'the result document: every figure with its interval', zh: '结果文档：每个数值及其区间' },
    opener: { en: 'jq and scripts; docs/result.schema.json', zh: 'jq 与脚本；docs/result.schema.json' },
  },
  pcapng: {
    name: 'pcapng', ending: 'pcapng', byArm: true, secret: true,
    purpose: { en: 'what went over the wire, with its secrets', zh: '线路报文，含解密所需的密钥' },
    opener: { en: 'Wireshark', zh: 'Wireshark' },
  },
} as const satisfies Record<string, ExportFacts>;

export type ExportId = keyof typeof EXPORTS;
/** `pprof, call stacks`. */
export function exportTitle(id: ExportId, language: 'en' | 'zh'): string {
  const { name, detail }: ExportFacts = EXPORTS[id];
  return detail ? `${name}${language === 'zh' ? '，' : ', '}${detail[language]}` : name;
}

/** Whether a file of this kind is for its owner alone. */
export const isSecret = (id: ExportId): boolean => 'secret' in EXPORTS[id];
export const EXPORT_IDS = Object.keys(EXPORTS) as [ExportId, ...ExportId[]];

/** Why a run has nothing for a format, and what to do about it. */
export const EXPORT_REFUSALS = {
  'no-wire': { en: 'this run recorded no wire; run its scenario again with wire among “observe”', zh: '本次运行未记录线路；请在“观察”中加入“线路报文”（wire）后重新运行' },
  'no-keys': { en: 'neither side of its arms tells its keys, so no wire could be recorded; measure a stack that can observe the wire (Stacks, or lab stacks, says which)', zh: '各组合的两端都不提供密钥，因此无法记录线路；请改测能观察线路的栈（见“协议栈”或 lab stacks）' },
  'no-phases': { en: 'no figure of an arm stands, so there are no phases to draw', zh: '没有任何组合得出数值，因此没有可绘制的阶段' },
  'no-profiles': { en: 'this run has no profiles; run its scenario again with cpu-profile or alloc-profile among “observe”', zh: '本次运行没有剖析；请在“观察”中加入“CPU 剖析”或“分配剖析”后重新运行' },
  'no-handshakes': { en: 'this run holds no handshake', zh: '本次运行没有任何握手' },
} as const satisfies Record<string, Words>;

export type ExportRefusal = keyof typeof EXPORT_REFUSALS;
export const EXPORT_REFUSAL_IDS = Object.keys(EXPORT_REFUSALS) as [ExportRefusal, ...ExportRefusal[]];

/** A file's name for a run, or one arm of it, in a format; without what file systems refuse. */
export function exportName(run: string, as: ExportId, arm: string | null): string {
  const part = arm === null ? '' : `.${arm.replaceAll('→', '-to-').replace(/[^\p{L}\p{N}.-]+/gu, '-')}`;
  return `${run}${part}.${EXPORTS[as].ending}`;
}
