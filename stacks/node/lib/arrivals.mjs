// Hands out a block's handshakes to its lanes: as soon as a lane is free (closed loop), or when an arrival's time has come (open loop).

/** Timers tick in ms and come up to one late; the last part is waited for in turns of the event loop, in which handshakes under way go on. */
const LAST_MS = 2;
/** The longest that a timer takes. */
const MOST_MS = 2 ** 31 - 1;

/** Resolves when the instant has come, at once where it is past. */
export const comes = (clock, atNs) =>
  new Promise((resolve) => {
    const turn = () => {
      const leftMs = (atNs - clock()) / 1e6;
      if (leftMs <= 0) resolve();
      else if (leftMs >= LAST_MS + 1) setTimeout(turn, Math.min(Math.floor(leftMs) - LAST_MS, MOST_MS));
      else setImmediate(turn);
    };
    turn();
  });

/**
 * @typedef {{row: number, intended: number, laneFree: number}} Arrival of a handshake, ns; both NaN in a closed loop.
 * @typedef {{readonly begun: number, next(): Promise<Arrival | null>}} Loop `next` gives a free lane its handshake, null where none is left.
 */

/** @returns {Loop} */
export function closedLoop(handshakes, isOver) {
  let begun = 0;
  return {
    get begun() {
      return begun;
    },
    next: async () => (begun < handshakes && !isOver() ? { row: begun++, intended: NaN, laneFree: NaN } : null),
  };
}

/**
 * One lane waits for the next arrival; those that become free after it wait for their turn.
 * @param {readonly number[]} scheduleNs offsets from `beganNs`, ascending
 * @returns {Loop}
 */
export function openLoop(scheduleNs, beganNs, deadlineNs, clock, isOver) {
  let begun = 0;
  let turn = Promise.resolve(null);
  const take = async (laneFree) => {
    if (begun >= scheduleNs.length || isOver()) return null;
    const intended = beganNs + scheduleNs[begun];
    await comes(clock, Math.min(intended, deadlineNs));
    return isOver() ? null : { row: begun++, intended, laneFree };
  };
  return {
    get begun() {
      return begun;
    },
    next() {
      const laneFree = clock();
      turn = turn.then(() => take(laneFree));
      return turn;
    },
  };
}

/** Why a schedule cannot be kept, else null. */
export function scheduleProblem(scheduleNs, handshakes) {
  if (scheduleNs.length !== handshakes) return `scheduleNs has ${scheduleNs.length} offsets for ${handshakes} handshakes`;
  if (!scheduleNs.every((offset, index) => offset >= (scheduleNs[index - 1] ?? 0))) return 'scheduleNs is not ascending from 0';
  return null;
}
