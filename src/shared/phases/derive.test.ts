import { describe, expect, it } from 'vitest';
import { derivePhases, type HandshakeEvents, type SideEvents } from './derive.ts';
import { phaseAmounts, PhaseSums } from './sums.ts';

/** A side written as a timeline: `name@ns` for a mark, `read@from-to` and `write@from-to` for calls, in order. */
function side(stack: string, timeline: string, retried: boolean | null = false): SideEvents {
  const instants: Record<string, number> = {};
  const count = { read: 0, write: 0 };
  for (const step of timeline.trim().split(/\s+/)) {
    const [name = '', when = ''] = step.split('@');
    if (name === 'read' || name === 'write') {
      const [from, to] = when.split('-').map(Number);
      instants[`${name}${count[name]}Start`] = from as number;
      instants[`${name}${count[name]++}End`] = to as number;
    } else {
      instants[name] = Number(when);
    }
  }
  return { stack, retried, instants };
}

const told = (events: HandshakeEvents): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const { id, amount } of phaseAmounts(derivePhases(events))) sums[id] = (sums[id] ?? 0) + amount;
  return sums;
};

const GO_CLIENT = `connectStart@-60 connectEnd@-10 start@0 write@80-90 read@91-400 read@410-412 hsSecret@480 verifyStart@500 verifyEnd@700
  verified@702 appSecret@800 write@820-830 end@835`;
const GO_SERVER = `start@-5 read@0-110 parsed@116 selected@260 hsSecret@267 signStart@275 signEnd@325 write@350-370 read@375-860 write@900-920 end@925`;

describe('a full handshake, Go on both sides', () => {
  const events = { client: side('go', GO_CLIENT), server: side('go', GO_SERVER) };
  const phases = told(events);

  it('has the phases its hooks show', () => {
    expect(phases).toMatchObject({
      connect: 50, c: 835, 'c.hello': 80, 'c.hello.write': 10, 'c.flight': 430, 'c.kx': 78, 'c.flight.wait': 2, 'c.verify': 200, 'c.cv': 98, 'c.finished': 20, 'c.finished.write': 10,
      s: 930, 's.flight': 260, 's.parse': 6, 's.kx': 151, 's.sign': 50, 's.build': 33, 's.write': 20, 's.finished': 40, 's.tickets': 25,
    });
  });

  it('cuts a wait where the other side had delivered: the rest is scheduling', () => {
    expect(phases['c.wait']).toBe(370 - 90);
    expect(phases['c.wait.wakeup']).toBe(400 - 370);
    expect(phases['s.wait.hello']).toBe(90 - -5);
    expect(phases['s.wait.hello.wakeup']).toBe(110 - 90);
    expect(phases['s.wait.finished']).toBe(830 - 370);
    expect(phases['s.wait.finished.wakeup']).toBe(860 - 830);
  });

  it('calls no wait scheduling where a relay holds bytes back: the other side’s write says nothing of their arrival', () => {
    const relayed = told({ ...events, relayed: true });
    expect(Object.keys(relayed).filter((id) => id.endsWith('.wakeup'))).toEqual([]);
    expect(relayed).toMatchObject({ 'c.wait': 400 - 90, 's.wait.hello': 110 - -5, 's.wait.finished': 860 - 370, c: 835, s: 930 });
  });

  it('leaves what no hook splits in the rest of its group', () => {
    expect(phases['c.flight.rest']).toBe(430 - 78 - 2 - 200 - 98 - 20 - 10);
    expect(phases['c.rest']).toBe(835 - 80 - 10 - 280 - 30 - 430);
  });
});

it('waits for the server’s Finished at the end of a full handshake of TLS 1.2', () => {
  const client = side('openssl', 'start@0 write@80-90 read@91-400 certificateRead@410 verifyStart@430 verifyEnd@600 verified@610 appSecret@700 write@720-730 read@731-900 end@910');
  const server = side('openssl', 'start@-5 read@0-110 parsed@116 write@350-370 read@375-760 appSecret@800 write@850-870 end@875');
  const phases = told({ client, server });
  expect(phases).toMatchObject({ c: 910, 'c.decode': 20, 'c.verify': 170, 'c.cv': 90, 'c.rest': 10 });
  // The flight, then the server's Finished; each cut where the other side had delivered it.
  expect(phases['c.wait']).toBe(370 - 90 + (870 - 730));
  expect(phases['c.wait.wakeup']).toBe(400 - 370 + (900 - 870));
});

it('keeps .NET’s validation after Finished apart, with its own verification', () => {
  const client = side('dotnet', 'start@0 write@300-340 read@345-900 write@1640-1660 verifyStart@1700 verifyEnd@2010 verified@2030 end@2050');
  const phases = derivePhases({ client, server: null });
  expect(phases.find(({ id }) => id === 'c.verify')).toMatchObject({ parent: 'c.validate', from: { ns: 1700 }, to: { ns: 2010 } });
  expect(told({ client, server: null })).toMatchObject({ 'c.flight': 760, 'c.finished.write': 20, 'c.flight.rest': 740, 'c.validate': 390, 'c.verify': 310, 'c.validate.rest': 80 });
});

it('takes Node’s handshake apart by its events alone', () => {
  const client = side('node', 'start@0 hsSecret@600 nameChecked@1000 appSecret@1001 end@1100', null);
  expect(told({ client, server: null })).toEqual({ c: 1100, 'c.check': 400, 'c.finished': 100, 'c.rest': 600 });
});

it('shows the extra round trip of a HelloRetryRequest', () => {
  const client = side('go', 'start@0 write@50-60 read@61-150 write@190-191 write@192-200 read@201-500 hsSecret@580 verifyStart@590 verifyEnd@700 verified@701 appSecret@800 write@810-820 end@825', true);
  const server = side('go', 'start@0 read@1-70 parsed@75 write@100-110 read@111-210 selected@330 hsSecret@340 signStart@345 signEnd@400 write@440-450 read@455-830 write@860-870 end@871', true);
  const phases = told({ client, server });
  expect(phases).toMatchObject({ 'c.hello': 50, 'c.retry': 50, 's.retry': 40, 's.kx': 130, 'c.flight': 320 });
  expect((phases['c.wait'] ?? 0) + (phases['c.wait.wakeup'] ?? 0)).toBe(90 + 300);
});

describe('sums', () => {
  const pairs: HandshakeEvents[] = [
    { client: side('go', GO_CLIENT), server: side('go', GO_SERVER) },
    { client: side('go', GO_CLIENT.replace('verifyStart@500', 'verifyStart@520').replace('end@835', 'end@900')), server: side('dotnet', 'start@-4 read@0-100 write@380-395 read@400-850 write@880-890 end@895') },
    { client: side('node', 'start@0 hsSecret@300 end@700', null), server: null },
  ];

  it('leaves and waits equal each side’s total exactly', () => {
    for (const events of pairs) {
      const rows = phaseAmounts(derivePhases(events));
      for (const root of ['c', 's'] as const) {
        const total = rows.find(({ id }) => id === root)?.amount ?? 0;
        const parents = new Set(rows.map(({ parent }) => parent));
        const leaves = rows.filter(({ id }) => id.startsWith(root) && id !== 'connect' && !parents.has(id));
        expect(leaves.reduce((sum, { amount }) => sum + amount, 0)).toBe(total);
        expect(leaves.every(({ amount }) => amount >= 0)).toBe(true);
      }
    }
  });

  it('means count a handshake that did not show a phase as 0', () => {
    const sums = new PhaseSums();
    for (const events of pairs) sums.add(events);
    const verify = sums.means().find(({ id }) => id === 'c.verify');
    expect(verify).toMatchObject({ mean: (200 + 180) / 3, seen: 2, startNs: 510 });
  });

  it('reads amounts of another quantity at the same edges', () => {
    const events = pairs[0] as HandshakeEvents;
    const bytes: Record<string, number> = { start: 0, end: 40_000, write0Start: 9_000, write0End: 9_000, read0End: 10_000, hsSecret: 14_000, verifyStart: 15_000, verifyEnd: 30_000 };
    const rows = phaseAmounts(derivePhases({ ...events, server: null }), (_, edge) => (edge.column === null ? undefined : bytes[edge.column]));
    expect(rows.find(({ id }) => id === 'c.hello')?.amount).toBe(9_000);
    expect(rows.find(({ id }) => id === 'c.verify')?.amount).toBe(15_000);
    expect(rows.find(({ id }) => id === 'c')?.amount).toBe(40_000);
  });
});
