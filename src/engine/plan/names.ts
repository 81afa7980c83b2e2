/** Which server name each handshake of a block asks for, where the client keeps a cache of sessions. Pure. */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Names 0 … names − 1, the k-th as often as 1 / (k + 1) ** exponent says (Zipf). The same seed and round give the same names. */
export function namesOf(count: number, { names, zipf, seed, round }: { readonly names: number; readonly zipf: number; readonly seed: number; readonly round: number }): number[] {
  const weights = Array.from({ length: names }, (_, name) => (name + 1) ** -zipf);
  const cumulative: number[] = [];
  weights.reduce((sum, weight) => (cumulative.push(sum + weight), sum + weight), 0);
  const total = cumulative.at(-1) as number;
  const random = xoroshiro128plus(seed ^ Math.imul(round + 1, 0x9e3779b1));
  return Array.from({ length: count }, () => {
    const drawn = uniformFloat64(random) * total;
    let [low, high] = [0, names - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] as number) <= drawn) low = middle + 1;
      else high = middle;
    }
    return low;
  });
}
