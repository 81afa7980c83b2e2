import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ResultDocument } from '../../src/shared/result/document.ts';
import { makeWorld, type World } from './world.ts';

let world: World;
let result: ResultDocument;
let reason: string | null = null;
beforeAll(async () => {
  world = makeWorld();
  if (!(await world.engine.stacks.list()).some(({ id, available }) => available && id.startsWith('go'))) reason = 'no Go stack';
  else result = await world.run({ stacks: { client: 'go', server: 'go' }, crossCheck: true, observe: ['timing'], length: { for: '6s' } });
}, 120_000);
afterAll(() => world.close());

describe('a second instrument', () => {
  it('counts as many handshakes as our server (openssl s_time)', (context) => {
    if (reason) context.skip();
    const counted = result.crossChecks.find(({ what }) => what === 'handshakes counted');
    expect(counted).toMatchObject({ instrument: 's_time', agrees: true });
    expect(counted?.theirs).toBeGreaterThan(50);
    expect(counted?.ours).toBeGreaterThan(50);
  });

  it('sees the packets of our handshakes, and says the same of their time', (context) => {
    const packets = result?.crossChecks.find(({ instrument }) => instrument === 'packets');
    if (reason || (packets?.agrees === null && packets.reason?.includes('permitted'))) context.skip();
    expect(packets?.reason).toBeNull();
    expect(packets?.count).toBeGreaterThan(40);
    // A bound of truth, not of precision: on a busy machine a median may be off by more than the 2 % that the product asks for.
    expect(Math.abs((packets?.offset ?? NaN) / (packets?.theirs ?? NaN))).toBeLessThan(0.1);
  });

  it('is in no estimate: its blocks are kept apart', (context) => {
    if (reason) context.skip();
    expect(result.arms[0]?.handshakes).toBe(result.arms[0]?.serverHandshakes);
    expect(result.comparisons.every(({ reason: why }) => why === null || !why.includes('s_time'))).toBe(true);
  });
});
