import { describe, expect, it } from 'vitest';
import { Scenario } from '../../shared/scenario/schema.ts';
import { automaticPlacement, placementFor } from './placement.ts';
import { planRounds } from './rounds.ts';

const cpu = (index: number, core = index, l3 = 0) => ({ cpu: index, core, socket: 0, l3, online: true });
const plan = (seed: number, observe: ('timing' | 'allocations')[] = ['timing']) => [...planRounds({ arms: 4, seed, block: 3, observe, warmupRounds: 2, rounds: 40 })];

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
    const first = [...planRounds({ arms: 4, seed: 3, block: 3, observe: ['timing'], warmupRounds: 0, rounds: 4000 })].map((round) => round[0]?.arm);
    for (const arm of [0, 1, 2, 3]) expect(first.filter((one) => one === arm).length).toBeGreaterThan(800);
  });

  it('start with warm-up and never mix observations in a round', () => {
    const rounds = plan(1, ['timing', 'allocations']);
    expect(rounds.slice(0, 2).flat().every(({ warmup }) => warmup)).toBe(true);
    expect(rounds.slice(2).flat().some(({ warmup }) => warmup)).toBe(false);
    expect(rounds[2]?.every(({ observe }) => observe === 'allocations')).toBe(true);
    expect(rounds.filter((round) => round[0]?.observe === 'timing' && !round[0].warmup)).toHaveLength(40);
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

  it('names a CPU that is not there', () => {
    const scenario = Scenario.parse({ stacks: { client: 'go', server: 'go' }, cpus: { server: [0], client: [9] } });
    expect(() => placementFor(scenario, [cpu(0), cpu(1)])).toThrow('cpus.client: CPU 9 is not available to this process; give one of 0, 1');
  });
});
