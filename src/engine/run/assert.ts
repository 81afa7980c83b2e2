/** What every handshake of an arm must have negotiated; unknown facts are not held against it. Pure. */
import type { Scenario } from '../../shared/scenario/schema.ts';
import { assertedGroup, type Arm } from '../../shared/scenario/arms.ts';
import { isComplete, negotiatedIn } from '../result/handshake.ts';
import type { JoinedRow } from './join.ts';

/** The first handshake that is not what the arm asks for, in words; null when all are. */
export function assertionFailure(rows: readonly JoinedRow[], arm: Arm, scenario: Scenario): string | null {
  const expected = {
    version: String(scenario.tls),
    group: assertedGroup(arm),
    resumed: arm.session === 'ticket',
    helloRetryRequest: arm.retry,
  };
  for (const row of rows) {
    if (row.quantity !== 'ns' || !isComplete(row)) continue;
    const facts = negotiatedIn(row);
    for (const name of Object.keys(expected) as (keyof typeof expected)[]) {
      const got = facts[name];
      if (got !== null && got !== expected[name]) return `asked for ${name} ${String(expected[name])}, negotiated ${String(got)}`;
    }
  }
  return null;
}
