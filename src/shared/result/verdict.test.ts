import { describe, expect, it } from 'vitest';
import { RESULT } from '../../../tests/fixtures/result.ts';
import type { ArmResult, ResultDocument } from './document.ts';
import { plainText, ratioRange, settingOf, verdictDetails, verdictOf, verdictSentence } from './verdict.ts';

const FIRST = RESULT.arms[0] as ArmResult;
const SHIFT = RESULT.arms[1]?.shift as NonNullable<ArmResult['shift']>;

interface Given {
  readonly id: string;
  readonly p50Us: number;
  /** Half of the interval's width, %; absent with too few rounds. */
  readonly half?: number;
  readonly shift?: readonly [number, number];
}

const documentOf = (...given: readonly Given[]): ResultDocument => ({
  ...RESULT, refused: [],
  arms: given.map(({ id, p50Us, half, shift }, index): ArmResult => {
    const [client, server] = (id.split(' · ')[0] as string).split('→') as [string, string];
    const p50Ns = p50Us * 1_000;
    return {
      ...FIRST, id, client: { ...FIRST.client, stack: client }, server: { ...FIRST.server, stack: server },
      handshake: { ...FIRST.handshake, p50Ns, p50CiNs: half === undefined ? null : [p50Ns * (1 - half / 100), p50Ns * (1 + half / 100)] },
      shift: index === 0 || !shift ? null : { ...SHIFT, arm: id, against: given[0]?.id as string, ratio: (shift[0] + shift[1]) / 2, ratioCi: [...shift] },
    };
  }),
});

const say = (document: ResultDocument, language: 'en' | 'zh' = 'en'): string => plainText(verdictSentence(verdictOf(document), language)).replaceAll('\u00a0', ' ');

describe('verdict', () => {
  const FOUR = documentOf(
    { id: 'go1.27→go1.27', p50Us: 908, half: 1.2 },
    { id: 'go1.27→dotnet10', p50Us: 1_096, half: 1.4, shift: [1.19, 1.22] },
    { id: 'dotnet10→go1.27', p50Us: 1_932, half: 1.1, shift: [2.1, 2.15] },
    { id: 'dotnet10→dotnet10', p50Us: 2_000, half: 1.3, shift: [2.18, 2.23] },
  );

  it('says who leads and by how much, then what the same stack adds as server', () => {
    expect(say(FOUR)).toBe('A handshake led by dotnet10 takes 1.8–2.1 times as long as one led by go1.27. As server, dotnet10 adds 21–200 µs.');
    expect(say(FOUR, 'zh')).toContain('由 dotnet10 发起的握手耗时是由 go1.27 发起时的 1.8–2.1 倍。');
  });

  it('says no difference where every interval holds 1, and what could have been seen', () => {
    expect(say(documentOf({ id: 'a→a', p50Us: 900, half: 1 }, { id: 'b→a', p50Us: 903, half: 1, shift: [0.99, 1.02] }))).toBe('No difference seen between a handshake led by b and one led by a (could see ≥ 1.5 %).');
    expect(say(documentOf({ id: 'a→a', p50Us: 900, half: 1 }, { id: 'b→a', p50Us: 903, half: 1, shift: [0.99, 1.02] }), 'zh')).toBe('由 b 发起的握手与由 a 发起时相比未见差异（可分辨 ≥ 1.5 %）。');
  });

  it('says what a slower or faster server adds or saves', () => {
    const faster = documentOf(
      { id: 'a→a', p50Us: 1_000, half: 1 }, { id: 'b→a', p50Us: 2_000, half: 1, shift: [1.98, 2.02] },
      { id: 'a→b', p50Us: 800, half: 1, shift: [0.79, 0.81] }, { id: 'b→b', p50Us: 1_700, half: 1 },
    );
    expect(say(faster)).toBe('A handshake led by b takes 1.98–2.17 times as long as one led by a. As server, b saves 190–337 µs.');
  });

  it('says that the pairs differ where they do', () => {
    const mixed = documentOf({ id: 'a→a', p50Us: 1_000, half: 1 }, { id: 'b→a', p50Us: 2_000, half: 1, shift: [1.9, 2.1] }, { id: 'a→b', p50Us: 1_000, half: 1, shift: [0.99, 1.01] }, { id: 'b→b', p50Us: 1_000, half: 1 });
    expect(say(mixed)).toBe('A handshake led by b takes 1.0–2.1 times as long as one led by a; the pairs differ. A handshake answered by b takes 0.5–1.0 times as long as one answered by a; the pairs differ.');
  });

  it('compares servers where there is one client, and settings where both stacks are the same', () => {
    expect(say(documentOf({ id: 'a→a', p50Us: 1_000, half: 1 }, { id: 'a→b', p50Us: 1_200, half: 1, shift: [1.15, 1.25] }))).toBe('A handshake answered by b takes 1.15–1.25 times as long as one answered by a.');
    expect(say(documentOf({ id: 'a→a · x25519', p50Us: 1_000, half: 1 }, { id: 'a→a · x25519mlkem768', p50Us: 1_100, half: 1, shift: [1.08, 1.12] }))).toBe('A handshake with x25519mlkem768 takes 1.08–1.12 times as long as one with x25519.');
  });

  it('gives the interval of a run with one arm, and says so when there is none', () => {
    expect(say(documentOf({ id: 'a→a', p50Us: 908, half: 1 }))).toBe('A handshake of a→a takes 899–917 µs.');
    expect(say(documentOf())).toBe('No arm gave a figure.');
  });

  it('does not claim an interval from too few rounds', () => {
    expect(say(documentOf({ id: 'a→a', p50Us: 1_000 }, { id: 'b→a', p50Us: 1_500 }))).toBe('A handshake led by b took 1.50 times as long as one led by a; too few rounds for an interval.');
  });

  it('leaves failed arms out and counts them', () => {
    const verdict = verdictOf(RESULT);
    expect([verdict.goodArms, verdict.failedArms, verdict.refusedArms]).toEqual([8, 1, 1]);
    expect(verdict.comparisons.find((one) => one.role === 'client' && one.what === 'node20')?.pairs).toBe(2);
    for (const language of ['en', 'zh'] as const) expect(verdictDetails(verdict, language)).toHaveLength(4);
  });

  it('rounds a range without hiding that it leaves out 1', () => {
    expect(ratioRange([1.82, 2.13])).toBe('1.8–2.1');
    expect(ratioRange([1.004, 1.6])).toBe('1.004–1.600');
    expect(ratioRange([0.91, 0.996])).toBe('0.910–0.996');
    expect(ratioRange([1.5, 1.5])).toBe('1.50');
  });

  it('knows the part of a name that is no stack', () => {
    expect(settingOf({ id: 'go1.27→go1.27 · x25519 · d1' })).toBe('x25519 · d1');
  });
});
