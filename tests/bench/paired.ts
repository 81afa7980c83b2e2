/** Two series of the same rounds: how many times the one is the other, with its 95 % interval. */
import { shiftOf } from '../../src/engine/stats/signed-rank.ts';

export function pairedRatio(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): { ratio: number; ci: [number, number] } | null {
  const shift = shiftOf([...a].flatMap(([round, value]) => {
    const other = b.get(round);
    return other === undefined ? [] : [Math.log(other / value)];
  }));
  return shift && { ratio: Math.exp(shift.estimate), ci: [Math.exp(shift.ci[0]), Math.exp(shift.ci[1])] };
}
