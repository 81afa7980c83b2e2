import { describe, expect, it } from 'vitest';
import { armsOf } from '../../../shared/scenario/arms.ts';
import { Scenario, type ScenarioInput } from '../../../shared/scenario/schema.ts';
import type { StackInfo } from '../../../shared/stacks.ts';
import { refusalsOf as refusals, type Refusal } from './leave-out.ts';

const OFFERS = ['role:client', 'role:server', 'tls:1.2', 'tls:1.3', 'group:x25519', 'group:p256', 'group:x25519mlkem768', 'session:full', 'session:ticket', 'key:ecdsa-p256', 'key:ed25519', 'retry', 'connections'];
const stack = (id: string, lacks: readonly string[] = []): StackInfo => ({
  id, family: id, available: true, reason: null, remedy: null, version: '1', library: { name: 'lib', version: '1' }, offers: OFFERS.filter((offer) => !lacks.includes(offer)), observes: [], not: lacks.map((what) => ({ what, why: `no ${what} yet`, source: `https://example.test/${what}` })),
});
const stacks = [stack('go'), stack('old', ['group:x25519mlkem768', 'retry']), stack('none', ['session:full'])];
const refusalsOf = (asked: Scenario, known: readonly StackInfo[]): Refusal[] => refusals(asked, armsOf(asked, known), known);
const scenario = (input: Partial<ScenarioInput>): Scenario => Scenario.parse({ stacks: { client: ['go', 'old'], server: 'go' }, ...input });

describe('what is left out', () => {
  it('is nothing where all can run', () => expect(refusalsOf(scenario({}), stacks)).toEqual([]));

  it('is grouped by its reason, with the source', () => {
    const [refusal, ...others] = refusalsOf(scenario({ stacks: { client: ['go', 'old'], server: ['go', 'old'] }, keyExchange: { groups: ['x25519', 'x25519mlkem768'] } }), stacks);
    expect(others).toEqual([]);
    expect(refusal).toMatchObject({ reason: 'old does not offer group:x25519mlkem768: no group:x25519mlkem768 yet', source: 'https://example.test/group:x25519mlkem768' });
    expect(refusal?.arms).toHaveLength(3);
  });

  it('comes with the value to take away, and what that costs', () => {
    const asked = scenario({ keyExchange: { groups: ['x25519', 'x25519mlkem768'] } });
    const [refusal] = refusalsOf(asked, stacks);
    expect(refusal?.remedy).toMatchObject({ path: 'keyExchange.groups', value: 'x25519mlkem768', gone: 1, lost: 1 });
    expect(refusal?.remedy ? armsOf(refusal.remedy.scenario, stacks) : null).toMatchObject({ run: [{}, {}], refused: [] });
  });

  it('takes the value that costs nothing where there is one', () => {
    const [refusal] = refusalsOf(scenario({ stacks: { client: ['go', 'none'], server: 'go' }, tls: [1.3] }), stacks);
    expect(refusal?.remedy).toMatchObject({ path: 'stacks.client', value: 'none', lost: 0 });
  });

  it('is as its button says: so many gone, so many lost', () => {
    const asked = scenario({ stacks: { client: ['go', 'old'], server: ['go', 'old'] }, tls: [1.2, 1.3], keyExchange: { groups: ['x25519', 'p256', 'x25519mlkem768'], retry: [false, true] }, session: { resumption: ['full', 'ticket'] } });
    const before = armsOf(asked, stacks);
    const found = refusalsOf(asked, stacks);
    expect(found.length).toBeGreaterThan(3);
    for (const { remedy } of found) {
      if (!remedy) continue;
      const after = armsOf(remedy.scenario, stacks);
      expect([remedy.value, before.run.length - after.run.length]).toEqual([remedy.value, remedy.lost]);
      expect(before.refused.length - after.refused.length).toBeGreaterThanOrEqual(remedy.gone);
    }
  });

  it('keeps an arm that another name asks for too', () => {
    const named = scenario({ stacks: { client: ['go', 'none'], server: ['none', 'none*'] } });
    for (const { remedy } of refusalsOf(named, stacks)) expect(remedy?.path).not.toBe('stacks.server');
  });

  it('is never helped by what would leave nothing to run', () => {
    const [refusal] = refusalsOf(scenario({ stacks: { client: 'go', server: 'go' }, tls: [1.2], keyExchange: { groups: ['x25519mlkem768'] } }), stacks);
    expect(refusal).toMatchObject({ remedy: null });
  });
});
