import { describe, expect, it } from 'vitest';
import { GUTTER, layoutFlame } from './layout.ts';
import { litIn, nextHit, searchFlame, viewOf, type FlameWords, type Hit } from './search.ts';
import { meanFlame, PLAIN_TEXT, timeline } from './timeline.fixture.ts';

const DATA = meanFlame([timeline(`
  go client  -54 connectStart · -4 connectEnd · 0 start · 84 write 92 · 95 read 440 · 526 hsSecret · 546 verifyStart · 750 verifyEnd · 750 verified · 830 appSecret · 840 write 850 · 852 end
  go server  -12 start · -8 read 112 · 126 parsed · 234 hsSecret · 250 signStart · 302 signEnd · 330 write 410 · 412 read 880 · 905 finishedRead · 925 end
`)]);
const WORDS: FlameWords = { phase: (id) => (id === 'c.verify' ? ['证书链验证', 'chain verify'] : id.endsWith('.kx') ? ['密钥交换', 'key exchange'] : [id]), message: (name) => [name] };
const find = (wanted: string): readonly Hit[] => searchFlame(DATA, wanted, WORDS) ?? [];
const idsOf = (wanted: string): string[] => find(wanted).map(({ key, id }) => id ?? key);
const draw = (width: number, view?: { from: number; to: number }) => layoutFlame({ data: DATA, text: PLAIN_TEXT, width: GUTTER + width, ...(view ? { view } : {}) });

describe('a search in the flame', () => {
  it('finds by the name in either language, by the id, and messages by theirs; nothing typed finds nothing', () => {
    expect(idsOf('验证')).toEqual(['c.verify']);
    expect(idsOf('VERIFY chain')).toEqual(['c.verify']);
    expect(idsOf('s.sign')).toEqual(['s.sign']);
    expect(idsOf('key')).toEqual(['s.kx', 'c.kx']);
    expect(idsOf('clienthello')).toEqual(['message:0:ClientHello']);
    expect(searchFlame(DATA, '  ', WORDS)).toBeNull();
    expect(idsOf('cobol')).toEqual([]);
    expect(searchFlame({ ...DATA, weight: 'bytes' }, 'clienthello', WORDS)).toEqual([]);
  });

  it('lights bars and messages that are found, and the merged mark that holds one', () => {
    const wide = draw(4_000);
    expect(litIn(wide, find('key')).map((key) => wide.rects.find((rect) => rect.key === key)?.ids)).toEqual([['c.kx'], ['s.kx']]);
    expect(litIn(wide, find('clienthello'))).toEqual(['message:0:ClientHello']);
    const small = draw(180);
    const merged = litIn(small, find('c.finished')).map((key) => small.rects.find((rect) => rect.key === key));
    expect(merged.some((rect) => rect?.kind === 'merged' && rect.ids.includes('c.finished'))).toBe(true);
    expect(litIn(wide, [])).toEqual([]);
  });

  it('steps through its hits, round and round', () => {
    const hits = ['a', 'b', 'c'].map((key): Hit => ({ key, id: null, from: 0, to: 1 }));
    const next = (of: readonly Hit[], from: string | null, back: boolean) => nextHit(of, from, back)?.key ?? null;
    expect([next(hits, null, false), next(hits, 'c', false), next(hits, 'a', true), next(hits.slice(0, 1), 'gone', true), next([], 'a', false)]).toEqual(['a', 'a', 'c', 'a', null]);
  });

  it('leaves the view where the hit can be seen, moves it there where not, and opens a merged mark', () => {
    const layout = draw(1_000);
    const { whole } = layout;
    const [sign] = find('s.sign') as [Hit];
    expect(viewOf(sign, whole, whole, 1_000)).toBe(whole);
    const away = { from: whole.to - 200_000, to: whole.to };
    const moved = viewOf(sign, away, whole, 1_000);
    expect(moved.to - moved.from).toBeCloseTo(200_000, 3);
    expect(moved.from <= sign.from && sign.to <= moved.to).toBe(true);
    const tight = { from: sign.from + 1_000, to: sign.from + 11_000 };
    const widened = viewOf(sign, tight, whole, 1_000);
    expect(widened.from <= sign.from && sign.to <= widened.to).toBe(true);
    const [finished] = find('c.finished.write') as [Hit];
    const opened = viewOf(finished, whole, whole, 100);
    const small = draw(100, opened);
    expect(small.rects.some(({ key }) => key === finished.key)).toBe(true);
    expect(draw(100).rects.some(({ key }) => key === finished.key)).toBe(false);
  });
});
