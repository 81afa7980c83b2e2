import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { RESULT } from '../../../tests/fixtures/result.ts';
import { optionsOf, untouched } from '../../shared/report/options.ts';
import { orderOf } from './order.ts';

const folder = mkdtempSync(join(tmpdir(), 'hslab-order-'));
afterAll(() => rmSync(folder, { recursive: true }));
const ordered = (order: object): string[] => {
  writeFileSync(join(folder, 'order.json'), JSON.stringify(order));
  return ['electron', '.', '--print-report', join(folder, 'order.json')];
};
const options = optionsOf(untouched('zh'));

describe('an order to print', () => {
  it('is none where the app is started to be looked at', () => {
    expect(orderOf(['electron', '.', '--lang', 'zh'])).toBeNull();
  });

  it('holds what is reported, how, and where to', () => {
    const order = { source: { kind: 'run', document: RESULT }, options, as: 'html', out: 'x.html' };
    expect(orderOf(ordered(order))).toEqual(order);
    expect(orderOf(ordered({ ...order, source: { kind: 'claims', claims: [], at: '2026-11-24T00:00:00.000Z', appVersion: '1' } }))?.source.kind).toBe('claims');
  });

  it('names what is wrong', () => {
    expect(() => orderOf(['electron', '.', '--print-report'])).toThrow('--print-report');
    expect(() => orderOf(ordered({ source: { kind: 'run', document: {} }, options, as: 'docx', out: 'x' }))).toThrow(/→ at as\n[\s\S]*→ at source.document/);
  });
});
