import { expect, it } from 'vitest';
import type { StackInfo } from '../../../shared/stacks.ts';
import { differentNot, familyName, groupsOf } from './groups.ts';

const stack = (id: string, family: string, available: boolean): StackInfo => ({ id, family, available, reason: null, remedy: null, version: null, library: null, offers: [], observes: [], not: [] });

it('keeps this machine’s own in full though it is missing, and versions apart', () => {
  const stacks = [stack('go1.27', 'go', true), stack('go1.26', 'go', false), stack('go1.22', 'go', true), stack('dotnet', 'dotnet', false), stack('dotnet8', 'dotnet', false)];
  expect(groupsOf(stacks).map(({ family, shown, absent }) => [family, shown.map(({ id }) => id), absent.map(({ id }) => id)])).toEqual([
    ['go', ['go1.27', 'go1.22'], ['go1.26']],
    ['dotnet', ['dotnet'], ['dotnet8']],
  ]);
});

it('names a family as its makers do', () => expect(['go', 'dotnet', 'node', 'other'].map(familyName)).toEqual(['Go', '.NET', 'Node.js', 'other']));

it('tells a version by what it lacks beyond the first, and by what only the first lacks', () => {
  const lacking = (id: string, not: [string, string][]): StackInfo => ({ ...stack(id, 'go', true), not: not.map(([what, why]) => ({ what, why })) });
  const first = lacking('go1.27', [['earlyData', 'no API'], ['alpn', 'none'], ['key:ed25519', 'none']]);
  const { more, fewer } = differentNot(lacking('go1.22', [['earlyData', 'no API'], ['alpn', 'other'], ['group:x', 'since 1.24']]), first);
  expect(more.map(({ what }) => what)).toEqual(['alpn', 'group:x']);
  expect(fewer).toEqual(['key:ed25519']);
});
