import { describe, expect, it } from 'vitest';
import { RESULT } from '../../../tests/fixtures/result.ts';
import type { ArmResult, Comparison, ResultDocument } from './document.ts';
import { comparisonOf, comparisonsWith, directionOf, ownArms, settingOf, turnedRound, verdictOf, withinFloor } from './verdict.ts';
import { doubtLines, floorWords, pairLine, pairWords, plainText, ratioRange, settingWords, shiftInWords, verdictDetails, verdictSentence, whyOf, type Language } from './verdict-words.ts';

const FIRST = RESULT.arms[0] as ArmResult;
const PAIR = RESULT.comparisons[0] as Comparison;

interface Given {
  readonly id: string;
  readonly p50Us: number;
  /** Half of the interval's width, %; absent with too few rounds. */
  readonly half?: number;
}
interface GivenPair {
  readonly of: readonly [string, string];
  readonly ci: readonly [number, number];
  readonly verdict?: Comparison['verdict'];
  readonly more?: Partial<Comparison>;
}

/** Arms of 1 ms and comparisons as an engine would judge them. */
function documentOf(arms: readonly Given[], pairs: readonly GivenPair[] = []): ResultDocument {
  return {
    ...RESULT, refused: [], crossChecks: [], knees: [],
    arms: arms.map(({ id, p50Us, half }): ArmResult => {
      const [client, server] = (id.split(' · ')[0] as string).split('→') as [string, string];
      const p50Ns = p50Us * 1_000;
      return {
        ...FIRST, id, client: { ...FIRST.client, stack: client }, server: { ...FIRST.server, stack: server }, shift: null,
        handshake: { ...FIRST.handshake, p50Ns, p50CiNs: half === undefined ? null : [p50Ns * (1 - half / 100), p50Ns * (1 + half / 100)] },
      };
    }),
    comparisons: pairs.map(({ of, ci, verdict, more }) => pair(of, ci, verdict, more)),
  };
}
const pair = (of: readonly [string, string], ci: readonly [number, number], verdict?: Comparison['verdict'], more: Partial<Comparison> = {}): Comparison => ({
  ...PAIR, arm: of[0], against: of[1], ratio: (ci[0] + ci[1]) / 2, ratioCi: [...ci], differenceNs: ((ci[0] + ci[1]) / 2 - 1) * 1e6, differenceCiNs: [(ci[0] - 1) * 1e6, (ci[1] - 1) * 1e6],
  detectablePct: 1.8, floorPct: 0.6, verdict: verdict ?? (ci[0] > 1 ? 'slower' : ci[1] < 1 ? 'faster' : 'no difference'), reason: null, withMarked: null, longBlocks: null, ...more,
});
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
const say = (document: ResultDocument, language: Language = 'en'): string => plain(plainText(verdictSentence(verdictOf(document), document, language)));

describe('with an exchange', () => {
  it('says that times are counted to the first byte', () => {
    const exchanged: ResultDocument = { ...RESULT, arms: RESULT.arms.map((arm) => ({ ...arm, latencyFrom: 'connect', latencyTo: 'firstByte' })) };
    expect(say(exchanged)).toBe(`Counted to the first byte of the answer: ${say(RESULT)}`);
    expect(say(exchanged, 'zh')).toMatch(/^计到应答首字节：/);
  });
});
const told = (one: Comparison, document: ResultDocument | null = null, language: Language = 'en'): string => plain(plainText(pairWords(one, document, language).verdict));

describe('a comparison in words', () => {
  it('says by how much, from where to where, to the place the interval allows', () => {
    expect(told(pair(['a', 'b'], [1.192, 1.218]))).toBe('slower by 20.5 % (19.2–21.8 %)');
    expect(told(pair(['a', 'b'], [0.81, 0.83]))).toBe('faster by 18.0 % (17.0–19.0 %)');
    expect(told(pair(['a', 'b'], [1.0041, 1.0059]))).toBe('slower by 0.50 % (0.41–0.59 %)');
    expect(told(pair(['a', 'b'], [1.192, 1.218]), null, 'zh')).toBe('慢 20.5 %（19.2–21.8 %）');
    expect(told(pair(['a', 'b'], [0.81, 0.83]), null, 'zh')).toBe('快 18.0 %（17.0–19.0 %）');
  });

  it('says what it would have seen where it saw nothing', () => {
    expect(told(pair(['a', 'b'], [0.99, 1.01]))).toBe('no difference seen (would have seen ≥ 1.8 %)');
    expect(told(pair(['a', 'b'], [0.99, 1.01]), null, 'zh')).toBe('未见差异（本可分辨 ≥ 1.8 %）');
  });

  it('says why it cannot tell', () => {
    const noisy = pair(['a', 'b'], [0.9, 1.3], 'too noisy', { reason: 'the widest interval is over 20 %' });
    expect(told(noisy)).toBe('too noisy to tell (the widest interval is over 20 %)');
    expect(told({ ...noisy, reason: '12 pairs of rounds would have shown 24 % at least; run longer' }, null, 'zh')).toBe('噪声过大，无法判断（12 对轮次至少要有 24 % 才能分辨；请延长运行）');
    expect(told({ ...noisy, reason: 'the machine was disturbed throughout (stealNs)' })).toBe('too noisy to tell (the machine was disturbed throughout by steal)');
    const worst = { ...RESULT, noise: { ...RESULT.noise, summary: { ...RESULT.noise.summary, worst: 'runQueueWaitNs' } } };
    expect(told({ ...noisy, reason: null }, worst)).toBe('too noisy to tell (run-queue wait)');
    expect(told({ ...noisy, reason: 'stealNs' }, worst, 'zh')).toBe('噪声过大，无法判断（被占用 (steal)）');
  });

  it('says what disagrees', () => {
    const check = { ...RESULT.crossChecks[0]!, arm: 'b', ours: 640_000, theirs: 598_000, agrees: false };
    const untrusted = pair(['a', 'b'], [1.1, 1.2], 'not trusted', { reason: 'packets' });
    expect(told(untrusted, { ...RESULT, crossChecks: [check] })).toBe('not trusted (packet timestamps say 598 µs for ClientHello to Finished, ours 640 µs)');
    expect(told(untrusted, { ...RESULT, crossChecks: [{ ...check, arm: 'c' }] })).toBe('not trusted (packets)');
    expect(told(untrusted, { ...RESULT, crossChecks: [check] }, 'zh')).toBe('不可信（报文时间戳测得 ClientHello 至 Finished 为 598 µs，我们测得 640 µs）');
    expect(whyOf(pair(['a', 'b'], [1.1, 1.2]), RESULT, 'en')).toBeNull();
  });

  it('tells both where short and long blocks disagree', () => {
    const one = pair(['a', 'b'], [1.03, 1.05], 'slower', { longBlocks: { ratio: 0.98, ratioCi: [0.97, 0.99], agrees: false } });
    expect(pairWords(one, null, 'en').doubts.map(plain)).toEqual(['Long blocks say otherwise: faster by 2.0 % (1.0–3.0 %); short blocks: slower by 4.0 % (3.0–5.0 %).']);
    expect(pairWords({ ...one, longBlocks: { ...one.longBlocks!, agrees: true } }, null, 'en').doubts).toEqual([]);
  });

  it('tells where the marked rounds would change the verdict, and only there', () => {
    const one = pair(['a', 'b'], [1.03, 1.05], 'slower', { withMarked: { ratio: 1.03, ratioCi: [0.99, 1.07] } });
    expect(pairWords(one, null, 'en').doubts.map(plain)).toEqual(['With the marked rounds it would be: no difference seen (−1.0 … 7.0 %).']);
    expect(pairWords({ ...one, withMarked: { ratio: 1.05, ratioCi: [1.02, 1.08] } }, null, 'en').doubts).toEqual([]);
    const document = documentOf([], [{ of: ['a→a', 'b→a'], ci: [1.03, 1.05], more: { withMarked: one.withMarked } }]);
    expect(doubtLines(document, 'zh').map(plain)).toEqual(['a → a 对 b → a：若计入被标记的轮次：未见差异（−1.0 … 7.0 %）。']);
    expect(plain(pairLine(document.comparisons[0]!, document, 'en'))).toBe('a → a against b → a: slower by 4.0 % (3.0–5.0 %)');
  });

  it('counts doubts that are too many to be read', () => {
    const doubtful = ['b', 'c', 'd', 'e'].map((client): GivenPair => ({ of: [`${client}→a`, 'a→a'], ci: [1.03, 1.05], more: { longBlocks: { ratio: 0.98, ratioCi: [0.97, 0.99], agrees: false } } }));
    const document = documentOf([], [...doubtful, { of: ['f→a', 'a→a'], ci: [1.03, 1.05] }]);
    expect(doubtLines(document, 'en')).toEqual(['In 4 of 5 comparisons long blocks say otherwise; it is told beside each.']);
    expect(doubtLines(document, 'zh')).toEqual(['5 项比较中有 4 项长区块结论不同，见各项比较。']);
    expect(doubtLines({ ...document, comparisons: document.comparisons.slice(0, 2) }, 'en')).toHaveLength(2);
  });

  it('judges by the floor as well as by the interval', () => {
    expect(directionOf({ ratio: 1.005, ratioCi: [1.003, 1.007] }, 0.6)).toBe('no difference');
    expect(directionOf({ ratio: 1.005, ratioCi: [1.003, 1.007] }, null)).toBe('slower');
    expect(withinFloor(pair(['a', 'b'], [1.003, 1.007]))).toBe(true);
    expect(withinFloor(pair(['a', 'b'], [1.02, 1.03]))).toBe(false);
    expect(plain(floorWords(pair(['a', 'b'], [1, 1], undefined, { floorFrom: 'own twin' }), 'en'))).toBe('0.60 %, from its own twin');
    expect(floorWords(pair(['a', 'b'], [1, 1], undefined, { floorPct: null, floorFrom: null }), 'en')).toBe('not known: no arm was run twice');
  });

  it('is the same from its other arm', () => {
    const one = pair(['a', 'b'], [1.25, 1.6], 'slower', { longBlocks: { ratio: 2, ratioCi: [1.6, 2.5], agrees: false } });
    const other = turnedRound(one);
    expect(other).toMatchObject({ arm: 'b', against: 'a', verdict: 'faster', ratioCi: [1 / 1.6, 0.8], longBlocks: { ratio: 0.5, ratioCi: [0.4, 0.625] } });
    expect(turnedRound(other)).toEqual({ ...one, ratio: expect.closeTo(one.ratio) as unknown, ratioCi: [expect.closeTo(1.25), expect.closeTo(1.6)] as unknown, longBlocks: { ratio: 2, ratioCi: [1.6, 2.5], agrees: false } });
    const document = { comparisons: [one, pair(['a · twin', 'a'], [0.99, 1.01], undefined, { differsIn: 'floor' })] };
    expect(comparisonOf(document, 'b', 'a')?.verdict).toBe('faster');
    expect(comparisonOf(document, 'a', 'c')).toBeNull();
    expect(comparisonsWith(document, 'a').map(({ arm, against }) => [arm, against])).toEqual([['a', 'b'], ['a · twin', 'a']]);
  });
});

describe('the headline', () => {
  const FOUR = documentOf(
    [{ id: 'go1.27→go1.27', p50Us: 908 }, { id: 'go1.27→dotnet10', p50Us: 1_096 }, { id: 'dotnet10→go1.27', p50Us: 1_932 }, { id: 'dotnet10→dotnet10', p50Us: 2_000 }],
    [
      { of: ['go1.27→dotnet10', 'go1.27→go1.27'], ci: [1.19, 1.22] }, { of: ['dotnet10→go1.27', 'go1.27→go1.27'], ci: [2.1, 2.15] }, { of: ['dotnet10→dotnet10', 'go1.27→go1.27'], ci: [2.18, 2.23] },
      { of: ['dotnet10→dotnet10', 'go1.27→dotnet10'], ci: [1.81, 1.84] }, { of: ['dotnet10→go1.27', 'dotnet10→dotnet10'], ci: [0.94, 0.96] },
    ],
  );

  it('says who leads and by how much, then what the same stack adds as server', () => {
    expect(say(FOUR)).toBe('A handshake led by dotnet10 takes 1.8–2.1 times as long as one led by go1.27. As server, dotnet10 adds 40–220 µs.');
    expect(say(FOUR, 'zh')).toContain('由 dotnet10 发起的握手耗时是由 go1.27 发起时的 1.8–2.1 倍。');
  });

  it('says a small difference in per cent, with the pair’s own interval', () => {
    expect(say(documentOf([{ id: 'a→a', p50Us: 1_000 }, { id: 'a→b', p50Us: 1_200 }], [{ of: ['a→b', 'a→a'], ci: [1.15, 1.25] }]))).toBe('A handshake answered by b is slower by 20 % (15–25 %) than one answered by a.');
    expect(say(documentOf([{ id: 'a→a', p50Us: 1_000 }, { id: 'a→b', p50Us: 970 }], [{ of: ['a→b', 'a→a'], ci: [0.961, 0.979] }]), 'zh')).toBe('由 b 应答的握手比由 a 应答时快 3.0 %（2.1–3.9 %）。');
    expect(say(documentOf([{ id: 'a→a · x25519', p50Us: 1_000 }, { id: 'a→a · x25519mlkem768', p50Us: 1_100 }], [{ of: ['a→a · x25519mlkem768', 'a→a · x25519'], ci: [1.08, 1.12] }]))).toBe('A handshake with x25519mlkem768 is slower by 10.0 % (8.0–12.0 %) than one with x25519.');
  });

  it('says no difference where none was seen, and what would have been', () => {
    const document = documentOf([{ id: 'a→a', p50Us: 900 }, { id: 'b→a', p50Us: 903 }], [{ of: ['b→a', 'a→a'], ci: [0.99, 1.02] }]);
    expect(say(document)).toBe('No difference seen between a handshake led by b and one led by a (would have seen ≥ 1.8 %).');
    expect(say(document, 'zh')).toBe('由 b 发起的握手与由 a 发起时相比未见差异（本可分辨 ≥ 1.8 %）。');
  });

  it('claims nothing from what is too noisy or not trusted', () => {
    const arms = [{ id: 'a→a', p50Us: 900 }, { id: 'b→a', p50Us: 1_903 }];
    expect(say(documentOf(arms, [{ of: ['b→a', 'a→a'], ci: [1.9, 2.3], verdict: 'too noisy', more: { reason: 'stealNs' } }]))).toBe('Too noisy to tell a handshake led by b from one led by a (steal).');
    expect(say(documentOf(arms, [{ of: ['b→a', 'a→a'], ci: [1.9, 2.3], verdict: 'not trusted', more: { reason: 's_time counts 3 handshakes more' } }]))).toBe('Not trusted: a handshake led by b against one led by a (s_time counts 3 handshakes more).');
    expect(say(documentOf(arms, [{ of: ['b→a', 'a→a'], ci: [1.9, 2.3], verdict: 'not trusted', more: { reason: 'x' } }]), 'zh')).toContain('不可信');
  });

  it('says that the pairs differ where they do', () => {
    const mixed = documentOf(
      [{ id: 'a→a', p50Us: 1_000 }, { id: 'b→a', p50Us: 2_000 }, { id: 'a→b', p50Us: 1_000 }, { id: 'b→b', p50Us: 1_000 }],
      [{ of: ['b→a', 'a→a'], ci: [1.9, 2.1] }, { of: ['b→b', 'a→b'], ci: [0.99, 1.01] }],
    );
    expect(say(mixed)).toBe('A handshake led by b takes 1.0–2.1 times as long as one led by a; the pairs differ. A handshake answered by b took 0.5–1.0 times as long as one answered by a; too few rounds for an interval.');
  });

  it('says which rate was kept where rates were swept', () => {
    const document = { ...documentOf([{ id: 'a→a · 100/s', p50Us: 1 }, { id: 'a→a · 200/s', p50Us: 2 }]), knees: [{ arms: ['a→a · 100/s', 'a→a · 200/s'], sustainedPerSecond: 1_000, brokenPerSecond: 2_000 }] };
    expect(say(document)).toBe('a → a keeps up with 1 000 handshakes per second; at 2 000 waiting grows.');
    expect(say({ ...document, knees: [{ arms: ['a→a · 100/s'], sustainedPerSecond: null, brokenPerSecond: 100 }] })).toBe('a → a did not keep up with the lowest rate tried, 100 per second.');
    expect(say({ ...document, knees: [{ arms: ['a→a · c8 · 100/s'], sustainedPerSecond: 100, brokenPerSecond: null }] }, 'zh')).toBe('a → a · c8 可承受每秒 100 次握手，即所试的最高速率。');
  });

  describe('where several axes vary', () => {
    const GRID = documentOf(
      ['full · 0 ms', 'full · 35 ms', 'ticket · 0 ms', 'ticket · 35 ms'].map((setting) => ({ id: `a→a · ${setting}`, p50Us: 1_000 })),
      [
        { of: ['a→a · full · 35 ms', 'a→a · full · 0 ms'], ci: [34, 36] }, { of: ['a→a · ticket · 0 ms', 'a→a · full · 0 ms'], ci: [0.5, 0.6] }, { of: ['a→a · ticket · 35 ms', 'a→a · full · 0 ms'], ci: [33, 35] },
        { of: ['a→a · ticket · 35 ms', 'a→a · full · 35 ms'], ci: [0.7, 0.8], verdict: 'too noisy', more: { reason: '13 pairs of rounds are too few for 5 comparisons; run longer' } }, { of: ['a→a · ticket · 35 ms', 'a→a · ticket · 0 ms'], ci: [60, 70] },
      ],
    );

    it('compares along one at a time', () => {
      expect(verdictOf(GRID).comparisons.map(({ what, than, outcome, count, range }) => [what, than, outcome, count, range])).toEqual([['ticket', 'full', 'faster', 2, [0.5, 0.8]], ['35 ms', '0 ms', 'slower', 2, [34, 70]]]);
      expect(say(GRID)).toBe('A handshake with 35 ms takes 34.0–70.0 times as long as one with 0 ms.');
    });

    it('claims nothing of an axis of which no pair stands alone', () => {
      const noisy = { ...GRID, comparisons: GRID.comparisons.map((one) => ({ ...one, verdict: 'too noisy' as const, reason: 'stealNs' })) };
      expect(verdictOf(noisy).comparisons.map(({ outcome }) => outcome)).toEqual(['noisy', 'noisy']);
    });

    it('compares the whole where no two arms differ in one part alone', () => {
      const apart = documentOf([{ id: 'a→a · x25519 · d1', p50Us: 1 }, { id: 'a→a · p256 · d2', p50Us: 2 }], [{ of: ['a→a · p256 · d2', 'a→a · x25519 · d1'], ci: [1.9, 2.1] }]);
      expect(say(apart)).toBe('A handshake with p256, 2 intermediates takes 1.9–2.1 times as long as one with x25519, 1 intermediate.');
    });
  });

  it('says first what early data saves', () => {
    const id = (rest: string): string => `a→a · ${rest}`;
    const rests = ['ticket · no 0-RTT · 0 ms', 'ticket · 0-RTT · 0 ms', 'ticket · no 0-RTT · 35 ms', 'ticket · 0-RTT · 35 ms'];
    const document = documentOf(rests.map((rest) => ({ id: id(rest), p50Us: 1_000 })), [
      { of: [id('ticket · 0-RTT · 0 ms'), id('ticket · no 0-RTT · 0 ms')], ci: [0.9, 1.1] },
      { of: [id('ticket · 0-RTT · 35 ms'), id('ticket · no 0-RTT · 35 ms')], ci: [0.66, 0.68], more: { differenceNs: -35.5e6, differenceCiNs: [-36e6, -35e6] } },
    ]);
    const early = { ...document, arms: document.arms.map((arm) => ({ ...arm, roundTripNs: arm.id.endsWith('35 ms') ? 35e6 : 0, negotiated: { ...arm.negotiated, resumed: true, earlyData: arm.id.includes(' 0-RTT') && !arm.id.includes('no 0-RTT') ? ('accepted' as const) : null } })) };
    expect(say(early)).toBe('Early data saves 35.0–36.0 ms at a round trip of 35 ms, against resumed handshakes.');
    expect(say(early, 'zh')).toBe('与复用的握手相比，早期数据往返时间 35 ms 时省去 35.0–36.0 ms。');
  });

  it('says whether the same early data was taken twice', () => {
    const use = (earlyData: 'accepted' | 'rejected') => ({ resumed: earlyData === 'accepted', earlyData, responded: true, error: null });
    const probe = (arm: string, antiReplay: 'on' | 'off', again: 'accepted' | 'rejected') => ({ arm, antiReplay, uses: [use('accepted'), use(again)], copyTaken: null, reason: null });
    const document = { ...documentOf([{ id: 'a→a · anti-replay', p50Us: 1_000 }, { id: 'a→a · no anti-replay', p50Us: 1_000 }]), replays: [probe('a→a · anti-replay', 'on', 'rejected'), probe('a→a · no anti-replay', 'off', 'accepted')] };
    expect(say(document)).toBe('Sent a second time, the same early data was refused with anti-replay on, taken with anti-replay off.');
    expect(say(document, 'zh')).toBe('同一份早期数据再次发送，开启防重放时被拒绝，关闭防重放时被接收。');
    expect(verdictOf({ ...document, replays: [...document.replays, probe('b→b · anti-replay', 'on', 'accepted')] }).replays).toEqual([{ antiReplay: 'off', taken: true }]);
  });

  it('gives the interval of a run with one arm, and says so when there is none', () => {
    expect(say(documentOf([{ id: 'a→a', p50Us: 908, half: 1 }]))).toBe('A handshake of a → a takes 899–917 µs.');
    expect(say(documentOf([]))).toBe('No arm gave a figure.');
  });

  it('does not claim an interval from too few rounds', () => {
    expect(say(documentOf([{ id: 'a→a', p50Us: 1_000 }, { id: 'b→a', p50Us: 1_500 }]))).toBe('A handshake led by b took 1.50 times as long as one led by a; too few rounds for an interval.');
  });

  it('leaves failed arms and twins out and counts what failed', () => {
    const verdict = verdictOf(RESULT);
    expect([verdict.goodArms, verdict.failedArms, verdict.refusedArms]).toEqual([8, 1, 1]);
    expect(verdict.comparisons.find((one) => one.role === 'client' && one.what === 'node20')?.count).toBe(2);
    for (const language of ['en', 'zh'] as const) expect(verdictDetails(verdict, RESULT, language)).toHaveLength(4);
    const twin = RESULT.comparisons.find((one) => one.differsIn === 'floor')!.arm;
    expect(ownArms({ ...RESULT, arms: [...RESULT.arms, { ...FIRST, id: twin }] })).toHaveLength(RESULT.arms.length);
  });
});

describe('words', () => {
  it('round a range without hiding that it leaves out 1', () => {
    expect(ratioRange([1.82, 2.13])).toBe('1.8–2.1');
    expect(ratioRange([1.004, 1.6])).toBe('1.004–1.600');
    expect(ratioRange([0.91, 0.996])).toBe('0.910–0.996');
    expect(ratioRange([1.5, 1.5])).toBe('1.50');
    expect(plain(shiftInWords(null, [1.1, 1.3]).range)).toBe('10–30 %');
  });

  it('know the part of a name that is no stack, and what it means', () => {
    expect(settingOf({ id: 'go1.27→go1.27 · x25519 · d1' })).toBe('x25519 · d1');
    expect(plain(settingWords('x25519 · d1 · c8 · t2 · 1200/s', 'en'))).toBe('x25519, 1 intermediate, 8 connections, 2 CPUs a side, 1 200 arrivals per second');
  });
});
