import { describe, expect, it } from 'vitest';
import { Scenario } from '../../shared/scenario/schema.ts';
import { automaticPlacement, placementFor } from './placement.ts';
import { parseReserved } from './reserved.ts';
import { arrivalsNs } from './arrivals.ts';
import { RoundOrder } from './rounds.ts';

const cpu = (index: number, core = index, l3 = 0) => ({ cpu: index, core, die: 0, socket: 0, node: 0, l2: core, l3, maxMHz: null, allowed: true });
const plan = (seed: number, pairs = 20) => {
  const order = new RoundOrder(4, seed);
  return Array.from({ length: pairs }, () => order.next({ stage: 'measure', observe: 'timing', handshakes: 3 })).flat();
};

describe('rounds', () => {
  it('hold one block of every arm', () => {
    for (const round of plan(1)) expect(round.map(({ arm }) => arm).sort()).toEqual([0, 1, 2, 3]);
  });

  it('mirror each other in pairs', () => {
    const rounds = plan(1).map((round) => round.map(({ arm }) => arm));
    for (let index = 0; index < rounds.length; index += 2) expect(rounds[index + 1]).toEqual([...(rounds[index] as number[])].reverse());
  });

  it('come from the seed alone', () => {
    expect(plan(7)).toEqual(plan(7));
    expect(plan(7)).not.toEqual(plan(8));
  });

  it('give every arm every place about equally often', () => {
    const first = plan(3, 2000).map((round) => round[0]?.arm);
    for (const arm of [0, 1, 2, 3]) expect(first.filter((one) => one === arm).length).toBeGreaterThan(800);
  });
});

describe('arrivals of an open loop', () => {
  it('come at the rate, in order, from the seed alone', () => {
    for (const arrivals of ['constant', 'poisson'] as const) {
      const offsets = arrivalsNs(arrivals, 1_000, 5_000, 7, 3);
      expect(offsets).toEqual(arrivalsNs(arrivals, 1_000, 5_000, 7, 3));
      expect([...offsets].sort((a, b) => a - b)).toEqual(offsets);
      expect((offsets.at(-1) as number) / 5_000).toBeGreaterThan(0.95e6);
      expect((offsets.at(-1) as number) / 5_000).toBeLessThan(1.05e6);
    }
    expect(arrivalsNs('poisson', 1_000, 5, 7, 3)).not.toEqual(arrivalsNs('poisson', 1_000, 5, 7, 4));
  });

  it('have gaps as unlike as chance makes them, or all alike', () => {
    const gaps = (arrivals: 'constant' | 'poisson') => arrivalsNs(arrivals, 1_000, 5_000, 7, 3).map((offset, index, all) => offset - (all[index - 1] ?? 0)).slice(1);
    expect(new Set(gaps('constant'))).toEqual(new Set([1_000_000]));
    // Of exponential gaps a share of 1 − 1/e is below their mean.
    expect(gaps('poisson').filter((gap) => gap < 1_000_000).length / 5_000).toBeCloseTo(0.632, 1);
  });
});

describe('placement', () => {
  it('uses both of two CPUs, and says that the app shares them', () => {
    expect(automaticPlacement([cpu(0), cpu(1)])).toMatchObject({ server: [0], client: [1], reserve: [], app: 'turns' });
  });

  it('takes cores that share a cache and leaves CPU 0 to the system', () => {
    const placed = automaticPlacement([cpu(0, 0, 0), cpu(1, 1, 0), cpu(2, 2, 1), cpu(3, 3, 1), cpu(4, 4, 1), cpu(5, 5, 1)]);
    expect(placed.app).toBe('apart');
    expect([placed.server, placed.client]).toEqual([[2], [3]]);
    expect(placed.reserve).toContain(0);
  });

  it('never gives the two threads of a core to both sides while another core is free', () => {
    const { server, client, reserve } = automaticPlacement([cpu(0, 0), cpu(1, 0), cpu(2, 1), cpu(3, 1), cpu(4, 2), cpu(5, 2), cpu(6, 3), cpu(7, 3)]);
    expect(Math.floor((server[0] as number) / 2)).not.toBe(Math.floor((client[0] as number) / 2));
    expect(reserve.map((one) => Math.floor(one / 2))).not.toContain(Math.floor((client[0] as number) / 2));
  });

  it('keeps the CPUs that the person set for the app', () => {
    const eight = Array.from({ length: 8 }, (_, index) => cpu(index));
    const set = automaticPlacement(eight, [1, 2, 3]);
    expect(set).toMatchObject({ reserve: [1, 2, 3], app: 'apart', note: '' });
    expect([...set.server, ...set.client].some((one) => set.reserve.includes(one))).toBe(false);
    expect(placementFor(Scenario.parse({ stacks: { client: 'go', server: 'go' } }), eight, [1, 2, 3])).toEqual(set);
  });

  it('says what a set reserve costs, and passes over one that leaves nothing', () => {
    expect(automaticPlacement([cpu(0), cpu(1)], [1])).toMatchObject({ server: [0], client: [0], reserve: [1], app: 'apart', note: expect.stringContaining('One CPU is left') });
    expect(automaticPlacement([cpu(0), cpu(1)], [0, 1])).toMatchObject({ server: [0], client: [1], reserve: [], note: expect.stringContaining('passed over') });
    expect(automaticPlacement([cpu(0), cpu(1)], [7])).toMatchObject({ server: [0], client: [1], note: expect.stringContaining('CPU 7, set to be the app’s, is not available') });
  });

  it('reads the reserve of the command line', () => {
    expect([undefined, ' ', 'auto', '0, 2-3'].map(parseReserved)).toEqual([null, null, 'auto', [0, 2, 3]]);
    expect(() => parseReserved('many')).toThrow('HSLAB_RESERVED_CPUS="many" names no CPUs');
  });

  it('names a CPU that is not there', () => {
    const scenario = Scenario.parse({ stacks: { client: 'go', server: 'go' }, cpus: { server: [0], client: [9] } });
    expect(() => placementFor(scenario, [cpu(0), cpu(1)])).toThrow('cpus.client: CPU 9 is not available to this process; give one of 0, 1');
  });
});
