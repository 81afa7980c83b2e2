import { describe, expect, it } from 'vitest';
import { paginate, type Unit } from './paginate.ts';

const whole = (height: number, keepWithNext = false): Unit => ({ kind: 'whole', height, keepWithNext });
const rows = (head: number, count: number, row: number, foot: number): Unit => ({ kind: 'rows', head, rows: Array.from({ length: count }, () => row), foot });
const text = (units: Unit[], height: number): string[] => paginate(units, height).map((page) => page.map((one) => `${one.unit}${one.rows ? `[${one.rows.join('–')}]` : ''}${one.foot ? '+' : ''}`).join(' '));

describe('paginate', () => {
  it('fills a page, then turns it', () => {
    expect(text([whole(40), whole(40), whole(40)], 100)).toEqual(['0 1', '2']);
  });

  it('keeps a heading with what follows', () => {
    expect(text([whole(70), whole(20, true), whole(30)], 100)).toEqual(['0', '1 2']);
    expect(text([whole(50), whole(20, true), rows(10, 9, 10, 10)], 100)).toEqual(['0', '1 2[0–7]', '2[7–9]+']);
  });

  it('breaks a table between rows, says its head again and keeps the caption with the last row', () => {
    expect(text([whole(30), rows(10, 10, 10, 15)], 100)).toEqual(['0 1[0–6]', '1[6–10]+']);
    expect(text([rows(10, 9, 10, 5)], 100)).toEqual(['0[0–8]', '0[8–9]+']);
  });

  it('leaves no page empty, even under something taller than a page', () => {
    expect(text([whole(150), whole(20)], 100)).toEqual(['0', '1']);
    expect(text([], 100)).toEqual([]);
  });

  it('keeps a row with the one that goes on with it', () => {
    const joined = (count: number, ...which: number[]): Unit => ({ ...(rows(10, count, 10, 0) as Extract<Unit, { kind: 'rows' }>), joined: new Set(which) });
    expect(text([joined(12, 9)], 100)).toEqual(['0[0–8]', '0[8–12]+']);
    expect(text([joined(12, 8, 9)], 100)).toEqual(['0[0–7]', '0[7–12]+']);
    expect(text([joined(12, 5)], 100)).toEqual(['0[0–9]', '0[9–12]+']);
    expect(text([joined(20, ...Array.from({ length: 19 }, (_, index) => index + 1))], 100)).toEqual(['0[0–9]', '0[9–18]', '0[18–20]+']);
  });
});
