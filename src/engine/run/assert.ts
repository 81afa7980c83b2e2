/** What every handshake of an arm must have negotiated; unknown facts are not held against it. Pure. */
import { assertedGroup, type Arm } from '../../shared/scenario/arms.ts';
import { isComplete, negotiatedIn } from '../result/handshake.ts';
import type { JoinedRow } from './join.ts';

/** The first handshake that is not what the arm asks for, in words; null when all are. */
export function assertionFailure(rows: readonly JoinedRow[], arm: Arm): string | null {
  const expected = {
    version: arm.version,
    group: assertedGroup(arm),
    // A cache resumes or not, as it has the name's session: that is what is measured.
    ...(arm.session === 'cache' ? {} : { resumed: arm.session === 'ticket' }),
    helloRetryRequest: arm.retry,
  };
  for (const row of rows) {
    if (row.quantity !== 'ns' || !isComplete(row)) continue;
    const facts = negotiatedIn(row);
    for (const [name, wanted] of Object.entries(expected)) {
      const got = facts[name as keyof typeof facts];
      if (got !== null && got !== wanted) return `asked for ${name} ${String(wanted)}, negotiated ${String(got)}`;
    }
    const early = facts.earlyData ?? 'none';
    if (early !== arm.earlyData) return `asked for early data ${arm.earlyData}, seen ${early}`;
  }
  return null;
}
