import { describe, expect, it } from 'vitest';
import { Scenario } from '../../../shared/scenario/schema.ts';
import { kindOf, lengthOf, namesIn, withField } from './edit.ts';

const scenario = Scenario.parse({ stacks: { client: 'go', server: 'go' } });

describe('a field', () => {
  it('is changed by its path, and nothing else is', () => {
    const edit = withField(scenario, 'keyExchange.groups', ['x25519', 'p256']);
    expect(edit).toEqual({ ok: true, scenario: { ...scenario, keyExchange: { ...scenario.keyExchange, groups: ['x25519', 'p256'] } } });
    expect(scenario.keyExchange.groups).toEqual(['x25519']);
  });
  it('that would break the scenario is refused with the reason', () => expect(withField(scenario, 'length', { for: 'soon' })).toMatchObject({ ok: false, message: expect.stringContaining('"soon"') as unknown }));
  it('of names is split at commas', () => expect(namesIn(' h2, http/1.1 ,')).toEqual(['h2', 'http/1.1']));
  it('of every kind of length is known again', () => expect((['time', 'count', 'precision'] as const).map((kind) => kindOf(lengthOf(kind)))).toEqual(['time', 'count', 'precision']));
});
