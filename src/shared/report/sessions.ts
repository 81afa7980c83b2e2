/** Arms whose client keeps a cache of sessions: how often it had one, and what it was worth. For the window, the terminal and the report. Pure. */
import type { ArmResult, ResultDocument } from '../result/document.ts';
import { grouped, inUnit, NONE, timeUnit } from './figures.ts';

export type Language = 'en' | 'zh';

interface SessionWords {
  readonly title: string;
  readonly head: (unit: string) => readonly [arm: string, kept: string, names: string, share: string, hits: string, all: string, resumed: string, full: string];
  readonly note: (zipf: number) => string;
}

export const SESSION_WORDS: Readonly<Record<Language, SessionWords>> = {
  en: {
    title: 'A cache of sessions',
    head: (unit) => ['client → server', 'sessions kept', 'names', 'kept / names', 'resumed', `p50, ${unit}`, 'of resumed', 'of full'],
    note: (zipf) => `Names are asked for by Zipf’s law with the exponent ${zipf}; 0 is even. Resumed: the share of handshakes that were.`,
  },
  zh: {
    title: '会话缓存',
    head: (unit) => ['客户端 → 服务端', '保留会话数', '名称数', '保留 / 名称', '复用率', `p50，${unit}`, '复用者', '完整者'],
    note: (zipf) => `按指数为 ${zipf} 的 Zipf 定律访问各名称，0 为均匀。复用率为被复用的握手所占比例。`,
  },
};

export const cachedArms = ({ arms }: Pick<ResultDocument, 'arms'>): ArmResult[] => arms.filter(({ state, cacheSize, resumption }) => state === 'good' && cacheSize !== null && resumption !== null);

export const sessionUnit = (arms: readonly ArmResult[]) => timeUnit(Math.max(1e6, ...arms.map(({ resumption }) => resumption?.fullP50Ns ?? 0)));

/** Cells of one arm, in the order of `head`. */
export function sessionCells({ id, cacheSize, resumption, handshake }: ArmResult, names: number, unit: ReturnType<typeof sessionUnit>): string[] {
  const kept = cacheSize ?? 0;
  const { resumed, full, resumedP50Ns, fullP50Ns } = resumption ?? { resumed: 0, full: 0, resumedP50Ns: null, fullP50Ns: null };
  const share = resumed + full === 0 ? NONE : `${((100 * resumed) / (resumed + full)).toFixed(1)} %`;
  return [id.replace('→', ' → '), grouped(kept), grouped(names), (kept / names).toFixed(2), share, inUnit(handshake.p50Ns, unit), inUnit(resumedP50Ns, unit), inUnit(fullP50Ns, unit)];
}
