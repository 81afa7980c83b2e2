import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openRun } from '../store/run-reader.ts';
import { handshakeEvents, isComplete, latencyNs } from '../result/handshake.ts';
import { derivePhases } from '../../shared/phases/derive.ts';
import { phaseAmounts } from '../../shared/phases/sums.ts';
import { familiesOf } from '../result/run-figures.ts';
import { isTiming } from '../run/stage.ts';
import { openResult } from '../result/kept.ts';
import { Tails } from './index.ts';

const RUN = fileURLToPath(new URL('../../../tests/fixtures/run-format-1.hsrun', import.meta.url));

describe('the tail of an arm', () => {
  it('holds all its handshakes; the phases of a stretch and what lies outside them add up to its mean', async () => {
    const [arm] = openResult(RUN).arms;
    const tail = await new Tails().of(RUN, arm?.id ?? '');
    expect(tail.handshakes).toBe(arm?.handshakes);
    expect(tail.bins.reduce((sum, { handshakes }) => sum + handshakes, 0)).toBe(arm?.handshakes);
    const mean = tail.bins.reduce((sum, { handshakes, meanNs }) => sum + handshakes * meanNs, 0) / tail.handshakes;
    expect(mean).toBeCloseTo(arm?.handshake.meanNs ?? NaN, 0);
    for (const { phases, outsideNs, meanNs } of tail.bins) expect(phases.reduce((sum, phase) => sum + phase.meanNs, outsideNs)).toBeCloseTo(meanNs, 3);
    // Everything between the client's start and end is in some phase.
    expect(Math.abs(tail.bins[0]?.outsideNs ?? NaN)).toBeLessThan(1);
  });

  it('is what its handshakes say one by one', async () => {
    const [arm] = openResult(RUN).arms;
    const stored = openRun(RUN);
    const families = familiesOf(stored.file.arms[0] as (typeof stored.file.arms)[number]);
    const rows = [...stored.rows()].filter((row) => row.arm === 0 && row.quantity === 'ns' && isComplete(row) && isTiming(row)).sort((a, b) => latencyNs(a) - latencyNs(b));
    const { bins } = await new Tails().of(RUN, arm?.id ?? '');
    let first = 0;
    for (const bin of bins) {
      const own = rows.slice(first, (first += bin.handshakes));
      expect(own.every((row) => latencyNs(row) >= bin.fromNs && latencyNs(row) <= bin.toNs)).toBe(true);
      for (const { id, meanNs } of bin.phases) {
        const sum = own.flatMap((row) => phaseAmounts(derivePhases(handshakeEvents(row, families) ?? { client: { stack: 'go', retried: false, instants: {} }, server: null }))).reduce((total, phase) => total + (phase.id === id ? phase.amount : 0), 0);
        const parts = bin.phases.filter((phase) => phase.id === id).reduce((total, phase) => total + phase.meanNs, 0);
        expect(parts).toBeCloseTo(sum / own.length, 3);
        expect(meanNs).toBeLessThanOrEqual(parts + 1e-9);
      }
    }
    expect(first).toBe(rows.length);
  });

  it('is worked out once while the run is the same, and anew after a failure', async () => {
    const [tails, arm] = [new Tails(), openResult(RUN).arms[0]?.id ?? ''];
    expect(tails.of(RUN, arm)).toBe(tails.of(RUN, arm));
    const failed = tails.of(RUN, 'cobol→cobol');
    await expect(failed).rejects.toThrow('no arm');
    await expect(tails.of(RUN, 'cobol→cobol')).rejects.toThrow('no arm');
    expect(tails.of(RUN, 'cobol→cobol')).not.toBe(failed);
    await tails.of(RUN, arm);
  });

  it('of an arm that is not there is refused', async () => {
    await expect(new Tails().of(RUN, 'cobol→cobol')).rejects.toThrow('no arm cobol→cobol');
  });
});
