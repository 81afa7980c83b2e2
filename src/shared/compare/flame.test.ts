import { describe, expect, it } from 'vitest';
import { RESULT } from '../../../tests/fixtures/result.ts';
import { GUTTER, layoutFlame } from '../flame/layout.ts';
import { PLAIN_TEXT } from '../flame/timeline.fixture.ts';
import { compareRuns } from './compare.ts';
import type { ComparedArm } from './document.ts';
import { flameOfComparison } from './flame.ts';

const [first, second] = RESULT.arms;
const arm = compareRuns({ result: RESULT, arm: first?.id as string }, { result: RESULT, arm: second?.id as string }).arms[0] as ComparedArm;
const draw = (phases: ComparedArm['phases'], width = 4_000) => layoutFlame({ data: flameOfComparison({ phases }), width: GUTTER + width, text: PLAIN_TEXT });
type Phase = ComparedArm['phases'][number];
const phase = (id: Phase['id'], parent: Phase['parent'], startNs: number, aNs: number | null, bNs: number | null, ciNs: Phase['ciNs'] = null): Phase => ({
  id, parent, startNs, aNs, bNs, differenceNs: aNs === null || bNs === null ? null : bNs - aNs, ciNs, defended: ciNs !== null && (ciNs[0] > 0 || ciNs[1] < 0),
});

describe('the differential flame', () => {
  it('is as wide and where A was, where A has all of it', () => {
    const data = flameOfComparison({ phases: arm.phases.filter(({ aNs }) => aNs !== null) });
    for (const one of [...data.client, ...data.server]) {
      const own = [...(first?.phases.client ?? []), ...(first?.phases.server ?? [])].find(({ id, parent }) => id === one.id && parent === one.parent);
      if (own) expect([one.startNs, one.amount]).toEqual([own.startNs, own.meanNs]);
    }
  });

  it('is grey where the interval holds zero, and coloured by the sign where not', () => {
    for (const { shift } of draw(arm.phases).rects) expect(shift?.tint.tone).toBe(!shift?.defended ? 'same' : (shift.differenceNs ?? 0) > 0 ? 'slower' : 'faster');
    expect(draw(arm.phases.map((one) => ({ ...one, defended: false }))).rects.every(({ shift }) => shift?.tint.tone === 'same')).toBe(true);
    expect(draw(arm.phases).rects.some(({ shift }) => shift?.tint.tone !== 'same')).toBe(true);
  });

  it('says sign and value in the bar, once for a phase in two stretches', () => {
    const rects = draw([
      phase('c', null, 0, 1_000_000, 1_120_000, [100_000, 140_000]), phase('c.hello', 'c', 0, 400_000, 380_000, [-25_000, -15_000]), phase('c.flight', 'c', 400_000, 600_000, 740_000, [-1, 280_001]),
    ]).rects;
    const lines = (id: string) => rects.find(({ ids }) => ids[0] === id)?.lines.map(({ text }) => text);
    expect(lines('c.hello')).toEqual(['c.hello', '-20']);
    expect(lines('c.flight')).toEqual(['c.flight', '+140']);
    expect(rects.map(({ shift }) => shift?.tint.tone)).toEqual(['faster', 'same']);
    for (const rect of draw(arm.phases).rects.filter(({ key }) => key.includes('#'))) expect(rect.lines).toEqual([]);
  });

  it('keeps what only B has inside its parent, and says so', () => {
    const layout = draw([phase('c', null, 0, 1_000_000, 1_500_000), phase('c.hello', 'c', 0, 1_000_000, 900_000), phase('c.retry', 'c', 900_000, null, 600_000)]);
    const [hello, retry] = ['c.hello', 'c.retry'].map((id) => layout.rects.find(({ ids }) => ids[0] === id));
    expect((hello?.width ?? 0) / (retry?.width ?? 1)).toBeCloseTo(1_000 / 600, 3);
    const scale = (layout.right - layout.left) / (layout.view.to - layout.view.from);
    expect((hello?.width ?? 0) + (retry?.width ?? 0)).toBeCloseTo(1_000_000 * scale, 3);
    expect(retry?.lines.at(-1)?.text).toBe('one only');
  });

  it('tells of merged bars what they shifted together, in grey', () => {
    const layout = draw([
      phase('c', null, 0, 1_000_000, 1_003_000), phase('c.hello', 'c', 0, 994_000, 994_000), phase('c.hello.write', 'c', 994_000, 3_000, 4_000, [500, 1_500]), phase('c.retry', 'c', 997_000, 3_000, 5_000, [1_500, 2_500]),
    ], 500);
    const merged = layout.rects.find(({ kind }) => kind === 'merged');
    expect(merged?.shift).toMatchObject({ aNs: 6_000, bNs: 9_000, differenceNs: 3_000, ciNs: null, tint: { tone: 'same' } });
  });

  it('is empty without phases', () => expect(draw([]).rects).toEqual([]));
});
