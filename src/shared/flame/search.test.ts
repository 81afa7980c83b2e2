import { describe, expect, it } from 'vitest';
import { GUTTER, layoutFlame } from './layout.ts';
import { nextHit, searchFlame, type FlameWords } from './search.ts';
import { meanFlame, PLAIN_TEXT, timeline } from './timeline.fixture.ts';

const DATA = meanFlame([timeline(`
  go client  -54 connectStart · -4 connectEnd · 0 start · 84 write 92 · 95 read 440 · 526 hsSecret · 546 verifyStart · 750 verifyEnd · 750 verified · 830 appSecret · 840 write 850 · 852 end
  go server  -12 start · -8 read 112 · 126 parsed · 234 hsSecret · 250 signStart · 302 signEnd · 330 write 410 · 412 read 880 · 905 finishedRead · 925 end
`)]);
const LAYOUT = layoutFlame({ data: DATA, text: PLAIN_TEXT, width: GUTTER + 1_500 });
const WORDS: FlameWords = { phase: (id) => (id === 'c.verify' ? ['证书链验证', 'chain verify'] : id.endsWith('.kx') ? ['密钥交换', 'key exchange'] : [id]), message: (name) => [name] };
const idsOf = (wanted: string): string[] => (searchFlame(LAYOUT, wanted, WORDS) ?? []).map((key) => LAYOUT.rects.find((rect) => rect.key === key)?.ids[0] ?? key);

describe('a search in the flame', () => {
  it('finds by the name in either language, by the id, and messages by theirs; nothing typed finds nothing', () => {
    expect(idsOf('验证')).toEqual(['c.verify']);
    expect(idsOf('VERIFY chain')).toEqual(['c.verify']);
    expect(idsOf('s.sign')).toEqual(['s.sign']);
    expect(idsOf('key')).toEqual(['s.kx', 'c.kx']);
    expect(searchFlame(LAYOUT, 'clienthello', WORDS)?.some((key) => LAYOUT.arrows.some((arrow) => arrow.key === key))).toBe(true);
    expect(searchFlame(LAYOUT, '  ', WORDS)).toBeNull();
    expect(searchFlame(LAYOUT, 'cobol', WORDS)).toEqual([]);
  });

  it('steps through its hits, round and round', () => {
    expect([nextHit(['a', 'b', 'c'], null, false), nextHit(['a', 'b', 'c'], 'c', false), nextHit(['a', 'b', 'c'], 'a', true), nextHit(['a'], 'gone', true), nextHit([], 'a', false)]).toEqual(['a', 'a', 'c', 'a', null]);
  });
});
