import { describe, expect, it } from 'vitest';
import { NBSP } from '../../../shared/report/figures.ts';
import type { ProfileEntry } from '../../../shared/result/document.ts';
import { frameColour, moduleColour, PALETTE } from './colours.ts';
import { armsOf, has, pick } from './pick.ts';
import { amountText, amountWithUnit, eachUnit, shareText, shorterNames, unitOf } from './words.ts';

describe('shorterNames', () => {
  it.each([
    ['crypto/tls.(*Conn).Handshake', ['crypto/tls.(*Conn).Handshake', 'tls.(*Conn).Handshake', 'Handshake']],
    ['System.Net.Security.SslStream.Read', ['System.Net.Security.SslStream.Read', 'SslStream.Read', 'Read']],
    ['(garbage collector)', ['(garbage collector)']],
    ['native (OpenSSL)', ['native (OpenSSL)']],
    ['anonymous, client.mjs:66', ['anonymous, client.mjs:66']],
    ['connect', ['connect']],
    ['main.main', ['main.main', 'main']],
    ['crypto/internal/fips140/hmac.New[…]', ['crypto/internal/fips140/hmac.New[…]', 'hmac.New[…]', 'New[…]']],
  ])('%s', (name, forms) => expect(shorterNames(name)).toEqual(forms));
});

describe('figures', () => {
  it('one unit for a view', () => {
    expect(unitOf('ns', 5e8).name).toBe('ms');
    expect(unitOf('bytes', 9e6).name).toBe('KB');
    expect(unitOf('bytes', 38e6).name).toBe('MB');
    expect([unitOf('objects', 5).name, unitOf('samples', 5).name]).toEqual(['', '']);
  });

  it('few objects each are fractions, many are not', () => {
    expect(eachUnit('objects', 0.4).decimals).toBe(2);
    expect(eachUnit('objects', 413).decimals).toBe(0);
    expect(eachUnit('ns', 550_000)).toEqual(unitOf('ns', 550_000));
  });

  it('a share has three digits at most', () => {
    expect([shareText(70, 100), shareText(1, 300), shareText(0, 100), shareText(1, 0), shareText(100, 100)]).toEqual([`70.0${NBSP}%`, `0.33${NBSP}%`, `0${NBSP}%`, `0${NBSP}%`, `100.0${NBSP}%`]);
  });
});

describe('amounts', () => {
  it('zero is 0, with its unit', () => {
    const unit = unitOf('ns', 5e8);
    expect([amountText(0, unit), amountText(7e7, unit), amountWithUnit(0, unit), amountWithUnit(7e7, unit), amountWithUnit(0, unitOf('objects', 5))]).toEqual(['0', '70.0', `0${NBSP}ms`, `70.0${NBSP}ms`, '0']);
  });
});

describe('colours', () => {
  it('a module has one colour, and names that differ a little spread over the palette', () => {
    expect(moduleColour('crypto/tls')).toBe(moduleColour('crypto/tls'));
    const used = new Set(Array.from({ length: 200 }, (_, index) => moduleColour(`example.com/module${index}`)));
    expect(used.size).toBe(PALETTE.length);
  });

  it('is of the function’s module; native code, collectors and the root have none', () => {
    expect(frameColour({ name: 'crypto/tls.(*Conn).Handshake', file: 'a.go' })).toBe(moduleColour('crypto/tls'));
    for (const frame of [null, { name: '(program)', file: null }, { name: 'native (OpenSSL)', file: null }, { name: 'runtime.gcDrain', file: 'mgc.go' }]) expect(frameColour(frame)).toBeNull();
  });
});

describe('pick', () => {
  const entry = (arm: string, side: ProfileEntry['side'], kind: ProfileEntry['kind']): ProfileEntry => ({ arm, side, kind, file: `${arm}-${side}-${kind}.json`, handshakes: 10 });
  const ALL = [entry('a', 'client', 'cpu'), entry('a', 'server', 'cpu'), entry('a', 'client', 'alloc-bytes'), entry('b', 'server', 'alloc-bytes')];

  it('the first where nothing was wished for; nothing where there is none', () => {
    expect(pick(ALL, null)).toBe(ALL[0]);
    expect(pick([], null)).toBeNull();
    expect(pick([], { arm: 'a', side: 'client', kind: 'cpu' })).toBeNull();
  });

  it('what was wished for, or the nearest: the arm goes first', () => {
    expect(pick(ALL, { arm: 'a', side: 'server', kind: 'cpu' })).toBe(ALL[1]);
    expect(pick(ALL, { arm: 'b', side: 'client', kind: 'cpu' })).toBe(ALL[3]);
    expect(pick(ALL, { arm: 'a', side: 'server', kind: 'alloc-bytes' })).toBe(ALL[2]);
  });

  it('tells the arms once, and what there is', () => {
    expect(armsOf(ALL)).toEqual(['a', 'b']);
    expect([has(ALL, { arm: 'b', side: 'server', kind: 'alloc-bytes' }), has(ALL, { arm: 'b', side: 'client', kind: 'cpu' })]).toEqual([true, false]);
  });
});
