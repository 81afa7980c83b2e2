import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { HandshakeQuery } from '../../shared/explore.ts';
import { openResult } from '../result/kept.ts';
import { openRun } from '../store/run-reader.ts';
import { isTiming } from '../run/stage.ts';
import { isComplete, latencyNs } from '../result/handshake.ts';
import { Explorer } from './index.ts';
import { TakenList } from './taken-list.ts';

const RUN = fileURLToPath(new URL('../../../tests/fixtures/run-format-1.hsrun', import.meta.url));
const ALL: HandshakeQuery = { fromNs: null, toNs: null, outcome: 'complete', marked: true, order: 'slowest', limit: 2_000 };

describe('the handshakes behind an arm’s figures', () => {
  it('are those that the figures count, in the order asked for', async () => {
    const explorer = new Explorer();
    for (const arm of openResult(RUN).arms) {
      const { rows, matching, of } = await explorer.list(RUN, arm.id, ALL);
      expect([rows.length, matching, of]).toEqual([arm.handshakes, arm.handshakes, arm.handshakes]);
      expect(rows[0]?.totalNs).toBe(arm.handshake.maxNs);
      expect(rows.at(-1)?.totalNs).toBe(arm.handshake.minNs);
      const fastest = await explorer.list(RUN, arm.id, { ...ALL, order: 'fastest' });
      expect(fastest.rows.map(({ ref }) => ref)).toEqual(rows.map(({ ref }) => ref).toReversed());
    }
  });

  it('can be narrowed to a stretch of the distribution', async () => {
    const explorer = new Explorer();
    const arm = openResult(RUN).arms[0]?.id as string;
    const { rows } = await explorer.list(RUN, arm, { ...ALL, order: 'fastest' });
    const [, second, third, fourth] = rows.map(({ totalNs }) => totalNs as number);
    const some = await explorer.list(RUN, arm, { ...ALL, fromNs: second as number, toNs: fourth as number, order: 'fastest' });
    expect(some.matching).toBe(2);
    expect(some.rows.map(({ totalNs }) => totalNs)).toEqual([second, third]);
  });

  it('tell their phases, messages and rank; the phases of a side add up', async () => {
    const explorer = new Explorer();
    const arm = openResult(RUN).arms[0]?.id as string;
    const [slowest] = (await explorer.list(RUN, arm, ALL)).rows;
    const detail = await explorer.detail(RUN, arm, slowest?.ref ?? { block: -1, index: -1 });
    expect(detail).toMatchObject({ arm, totalNs: slowest?.totalNs, errors: { client: null, server: null } });
    expect(detail.rank).toBeCloseTo(1 - 1 / openResult(RUN).arms[0]!.handshakes, 9);
    expect(detail.messages.length).toBeGreaterThan(1);
    const parents = new Set(detail.phases.map(({ parent }) => parent));
    const root = detail.phases.find(({ id }) => id === 'c');
    expect(root?.ns).toBeGreaterThan(0);
    const leaves = detail.phases.filter(({ id }) => id.startsWith('c.') && !parents.has(id)).reduce((sum, { ns }) => sum + ns, 0);
    expect(leaves).toBeLessThanOrEqual(root?.ns as number);
  });

  it('that are not there are refused by name', async () => {
    await expect(new Explorer().list(RUN, 'cobol→cobol', ALL)).rejects.toThrow('no arm cobol→cobol');
    const arm = openResult(RUN).arms[0]?.id as string;
    await expect(new Explorer().detail(RUN, arm, { block: 9_999, index: 0 })).rejects.toThrow('no handshake 0 in block 9999');
  });

  it('are the same whether read as columns or as rows', () => {
    const stored = openRun(RUN);
    const slow = [...stored.rows()].filter((row) => row.quantity === 'ns' && row.client !== null && isTiming(row)).map((row) => [row.block, row.position, isComplete(row) ? latencyNs(row) : NaN]);
    expect([...stored.taken()].flat().map(({ block, position, latencyNs: ns }) => [block, position, ns])).toEqual(slow);
  });
});

describe('a list of handshakes', () => {
  const list = new TakenList((round) => round === 7);
  const values = Array.from({ length: 40_000 }, (_, index) => ((index * 7919) % 40_000) + 1);
  for (const [position, latencyNs] of values.entries()) list.add({ arm: 0, round: position === 5 ? 7 : 0, block: position >> 8, position: position & 255, latencyNs: position % 1_000 === 999 ? NaN : latencyNs });

  it('grows as it must and counts by outcome', () => {
    expect([list.length, list.count({ outcome: 'failed', marked: true }), list.count({ outcome: 'complete', marked: true }), list.count({ outcome: 'complete', marked: false })]).toEqual([40_000, 40, 39_960, 39_959]);
    expect(list.ask({ ...ALL, outcome: 'failed', limit: 10 })).toMatchObject({ matching: 40, first: expect.objectContaining({ length: 10 }) });
  });

  it('finds the slowest and the fastest without sorting all', () => {
    const good = values.filter((_, index) => index % 1_000 !== 999).sort((a, b) => a - b);
    const times = (order: HandshakeQuery['order']) => list.ask({ ...ALL, order, limit: 25 }).first.map((at) => list.latencyNs(at));
    expect(times('fastest')).toEqual(good.slice(0, 25));
    expect(times('slowest')).toEqual(good.toReversed().slice(0, 25));
    expect(list.ask({ ...ALL, order: 'measured', limit: 3 }).first).toEqual([0, 1, 2]);
  });

  it('knows the share that is quicker', () => expect(list.rankOf(20_001)).toBeCloseTo(0.5, 2));
});
