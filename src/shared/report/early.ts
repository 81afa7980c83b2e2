/** What early data saves against resumed and full handshakes, in words and figures, for the window, the terminal and the report. Pure. */
import type { Comparison, ResultDocument } from '../result/document.ts';
import { rounded, roundedWithUnit, shiftText, timeUnit } from './figures.ts';

export type Language = 'en' | 'zh';

interface EarlyWords {
  readonly title: string;
  readonly head: readonly [arm: string, against: string, saves: string, interval: string, shift: string];
  readonly note: string;
}

export const EARLY_WORDS: Readonly<Record<Language, EarlyWords>> = {
  en: {
    title: 'What early data saves',
    head: ['client → server', 'against', 'saves', '95 %', 'shift'],
    note: 'From the connect to the first byte of the answer, paired within rounds. Negative: it costs that much more.',
  },
  zh: {
    title: '早期数据省去多少',
    head: ['客户端 → 服务端', '对比', '省去', '95 %', '相差'],
    note: '自 connect 到应答首字节，在同一轮内配对。负值表示多花的时间。',
  },
};

/** Comparisons of an arm with accepted early data against one without, of the same stacks. */
export const earlyComparisons = ({ comparisons, arms }: Pick<ResultDocument, 'comparisons' | 'arms'>): Comparison[] => {
  const accepted = new Map(arms.map((arm) => [arm.id, arm]));
  return comparisons.filter(({ arm, against, differsIn }) => {
    const [own, other] = [accepted.get(arm), accepted.get(against)];
    if (differsIn === 'floor' || own?.negotiated.earlyData !== 'accepted' || !other || other.negotiated.earlyData !== null) return false;
    return own.client.stack === other.client.stack && own.server.stack === other.server.stack && own.negotiated.version === other.negotiated.version && own.roundTripNs === other.roundTripNs;
  });
};

/** Cells of one comparison, in the order of `head`. */
export function earlyCells({ arm, against, differenceNs, differenceCiNs, ratio, ratioCi }: Comparison): string[] {
  const unit = timeUnit(Math.max(Math.abs(differenceNs), 1e6));
  const saved: [number, number] = [-differenceCiNs[1], -differenceCiNs[0]];
  const name = (id: string): string => id.replace('→', ' → ');
  return [name(arm), name(against), roundedWithUnit(-differenceNs, saved, unit), saved.map((ns) => rounded(ns, saved, unit)).join(' … '), shiftText(ratio, ratioCi).value];
}
