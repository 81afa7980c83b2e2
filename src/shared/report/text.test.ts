import { describe, expect, it } from 'vitest';
import { RESULT } from '../../../tests/fixtures/result.ts';
import { DISPUTED, LOAD } from '../../../tests/fixtures/variants.ts';
import { reportText } from './text.ts';

const lines = (text: string): string[] => text.replaceAll('\u00a0', ' ').split('\n');

describe('a result as text', () => {
  it('begins with the verdict and sets every pair beside its floor', () => {
    const text = lines(reportText(RESULT, 'en'));
    expect(text[0]).toMatch(/^A handshake led by dotnet10 takes 2\.0–2\.2 times as long/);
    expect(text.find((line) => line.startsWith('go1.27 → dotnet10 against go1.27 → go1.27'))).toMatch(/\+17\.2 %\s+\[\+16\.7 … \+18\.2\]\s+0\.58 %\s+< 0\.001\s+slower$/);
  });

  it('puts figures below each other by their points', () => {
    const rows = lines(reportText(RESULT, 'en')).filter((line) => / → .* ±/.test(line)).slice(0, 4);
    const points = rows.map((line) => line.indexOf('±'));
    expect(new Set(points).size).toBe(1);
    expect(rows[0]).toMatch(/^go1\.27 → go1\.27 +761\.4 ±0\.63 %/);
    expect(rows[3]).toMatch(/^dotnet10 → go1\.27 +1 694 {2} ±0\.43 %/);
  });

  it('tells what disagrees, what was late, and reasons in lines of their own', () => {
    const text = lines(reportText(DISPUTED, 'en'));
    expect(text).toContain('node20 → dotnet10  failed: alert 42 bad_certificate · server · client Finished');
    expect(text.some((line) => line.startsWith('    packet timestamps say 1 121 µs'))).toBe(true);
    expect(reportText(LOAD, 'en')).toContain('! The generator did not hold its schedule');
    expect(lines(reportText(LOAD, 'en')).at(-1)).toBe('Latencies count from the intended start of each arrival.');
  });

  it('says the same in Chinese', () => expect(lines(reportText(RESULT, 'zh'))[0]).toContain('由 dotnet10 发起的握手耗时是由 go1.27 发起时的 2.0–2.2 倍。'));
});
