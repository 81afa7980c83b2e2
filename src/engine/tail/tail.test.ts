import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
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

  it('of an arm that is not there is refused', async () => {
    await expect(new Tails().of(RUN, 'cobol→cobol')).rejects.toThrow('no arm cobol→cobol');
  });
});
