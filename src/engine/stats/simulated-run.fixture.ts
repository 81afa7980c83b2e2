/**
 * Runs made up from what runs of this engine show (docs/method.md): a level that wanders over tens and hundreds of rounds, a block's
 * own mood, handshakes with a heavy upper tail, and bursts in which the machine is taken away. The truth is known here.
 */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export class Chance {
  readonly #random;

  constructor(seed: number) {
    this.#random = xoroshiro128plus(seed);
  }

  uniform(): number {
    return uniformFloat64(this.#random);
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }
}

export interface SimulatedRun {
  /** [arm][round][handshake], ns. */
  readonly times: readonly (readonly (readonly number[])[])[];
}

const BASE_NS = 850_000;
const BLOCK = 3;

/** `shifts`: each arm's level as a log ratio to the base. */
export function simulateRun(chance: Chance, rounds: number, shifts: readonly number[]): SimulatedRun {
  const times = shifts.map((): number[][] => []);
  let slow = 0.04 * chance.normal();
  let quick = 0.02 * chance.normal();
  let burst = 0;
  for (let round = 0; round < rounds; round++) {
    slow = 0.98 * slow + 0.04 * Math.sqrt(1 - 0.98 ** 2) * chance.normal();
    quick = 0.8 * quick + 0.02 * Math.sqrt(1 - 0.8 ** 2) * chance.normal();
    if (burst > 0) burst--;
    else if (chance.uniform() < 0.008) burst = Math.ceil(12 * chance.uniform());
    // A mirrored round's order decides which arm a drift meets first; arms are hit by a burst one at a time.
    shifts.forEach((shift, arm) => {
      const own = 0.015 * chance.normal() + (burst > 0 && chance.uniform() < 0.4 ? 0.25 * chance.uniform() : 0);
      times[arm]?.push(Array.from({ length: BLOCK }, () => {
        const tail = chance.uniform() < 0.02 ? 0.08 * chance.uniform() ** -0.4 : 0;
        return BASE_NS * Math.exp(shift + slow + quick + own + 0.03 * chance.normal() + tail);
      }));
    });
  }
  return { times };
}
