import { describe, expect, it } from 'vitest';
import { placeAt, proposalsAt } from './completion.ts';

/** The place at `|`. */
const at = (text: string) => {
  const place = placeAt(text.replace('|', ''), text.indexOf('|'));
  return place && `${place.kind} ${place.path.join('.')}`;
};

describe('the cursor', () => {
  it('is at a field of the whole, or of the group around it', () => {
    expect(at('|')).toBe('field ');
    expect(at('name: x\nsta|')).toBe('field ');
    expect(at('keyExchange:\n  gr|')).toBe('field keyExchange');
    expect(at('network:\n  fault:\n    at: Finished\n    |')).toBe('field network.fault');
    expect(at('network:\n  fault:\n    at: Finished\n  ro|')).toBe('field network');
  });
  it('is at a value of a field', () => {
    expect(at('tls: 1|')).toBe('value tls');
    expect(at('keyExchange:\n  # which\n  groups: x|')).toBe('value keyExchange.groups');
  });
  it('is at an item of a list, however that is written', () => {
    expect(at('keyExchange:\n  groups:\n    - x25519\n    - |')).toBe('value keyExchange.groups');
    expect(at('observe:\n- timing\n- w|')).toBe('value observe');
    expect(at('keyExchange: { groups: [x25519, p|')).toBe('value keyExchange.groups');
    expect(at('observe: [timing, |')).toBe('value observe');
  });
  it('is inside a flow map', () => {
    expect(at('keyExchange: { |')).toBe('field keyExchange');
    expect(at('keyExchange: { groups: p256, re|')).toBe('field keyExchange');
    expect(at('network:\n  fault: { at: |')).toBe('value network.fault.at');
  });
  it('is nowhere within a comment', () => expect(at('tls: 1.3 # or 1.|')).toBeNull());
});

it('what may be written comes from the schema, and from the stacks found', () => {
  const stacks = (path: readonly string[]): string[] => (path[0] === 'stacks' ? ['go', 'go*'] : []);
  expect(proposalsAt({ path: ['keyExchange'], kind: 'field', from: 0 }, stacks)).toEqual([{ label: 'groups', kind: 'field', apply: 'groups: ' }, { label: 'retry', kind: 'field', apply: 'retry: ' }]);
  expect(proposalsAt({ path: ['stacks', 'client'], kind: 'value', from: 0 }, stacks).map(({ apply }) => apply)).toEqual(['go', '"go*"']);
  expect(proposalsAt({ path: ['network', 'fault', 'action'], kind: 'value', from: 0 }, stacks).map(({ label }) => label)).toEqual(['reset', 'drop']);
});
