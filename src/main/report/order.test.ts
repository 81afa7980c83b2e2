import { describe, expect, it } from 'vitest';
import { orderOf } from './order.ts';

describe('an order to print', () => {
  it('is none where the app is started to be looked at', () => {
    expect(orderOf(['electron', '.', '--lang', 'zh'])).toBeNull();
  });

  it('has defaults', () => {
    expect(orderOf(['electron', '.', '--print-report', 'runs/a.hsrun', '--out', 'x.pdf'])).toEqual({ run: 'runs/a.hsrun', out: 'x.pdf', language: 'en', paper: 'A4' });
  });

  it('names what is wrong', () => {
    expect(() => orderOf(['electron', '.', '--print-report', 'a'])).toThrow('--out');
    expect(() => orderOf(['electron', '.', '--print-report', 'a', '--out', 'x.pdf', '--lang', 'fr'])).toThrow('language');
    expect(() => orderOf(['electron', '.', '--print-report'])).toThrow('--print-report');
  });
});
