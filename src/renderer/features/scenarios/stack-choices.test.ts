import { describe, expect, it } from 'vitest';
import type { StackInfo } from '../../../shared/stacks.ts';
import { stackFamilies, toggled } from './stack-choices.ts';

const stack = (id: string, family: string, available = true): StackInfo => ({ id, family, available, reason: available ? null : `${id} was not found`, remedy: available ? null : `npm run setup -- --versions ${id}`, version: '1', library: null, offers: [], observes: [], not: [] });
const STACKS = [stack('go1.27', 'go'), stack('go1.26', 'go', false), stack('dotnet10', 'dotnet'), stack('dotnet10-openssl3.5', 'dotnet', false), stack('electron', 'electron', false)];

describe('the stacks to choose from', () => {
  it('stand by family: the newest by the family, others by themselves, and all', () => {
    expect(stackFamilies(STACKS, []).map(({ family, choices }) => [family, choices.map(({ value }) => value)])).toEqual([
      ['go', ['go', 'go1.26', 'go*']],
      ['dotnet', ['dotnet', 'dotnet10-openssl3.5', 'dotnet*']],
      ['electron', ['electron']],
    ]);
  });

  it('say what is absent and what adds it', () => {
    expect(stackFamilies(STACKS, [])[0]?.choices[1]?.absent).toEqual({ reason: 'go1.26 was not found', remedy: 'npm run setup -- --versions go1.26' });
    expect(stackFamilies(STACKS, [])[0]?.choices[0]?.absent).toBeNull();
  });

  it('keep what a scenario names beyond that', () => {
    const families = stackFamilies(STACKS, ['go1.27', 'go1.19', 'rustls0.23']);
    expect(families[0]?.choices.map(({ value }) => value)).toEqual(['go', 'go1.26', 'go*', 'go1.27', 'go1.19']);
    expect(families.at(-1)).toEqual({ family: '', choices: [{ value: 'rustls0.23', label: 'rustls0.23', kind: 'named', absent: null }] });
  });

  it('are chosen one by one or all of a family, and never none', () => {
    const [go] = stackFamilies(STACKS, []);
    const [newest, older, all] = go!.choices;
    expect(toggled(older!, go!, ['go', 'dotnet'])).toEqual(['go', 'dotnet', 'go1.26']);
    expect(toggled(all!, go!, ['go', 'dotnet', 'go1.26'])).toEqual(['dotnet', 'go*']);
    expect(toggled(newest!, go!, ['go*', 'dotnet'])).toEqual(['dotnet', 'go']);
    expect(toggled(newest!, go!, ['go', 'dotnet'])).toEqual(['dotnet']);
    expect(toggled(newest!, go!, ['go'])).toEqual(['go']);
  });
});
