/** The windows that look at a run: events as they come, snapshots in turn with the blocks. */
import { encodeLive, type LiveSnapshot } from '../../shared/live/snapshot.ts';
import { Painted, type LiveEvent, type LiveVerdict, type SnapshotMessage } from '../../shared/live/events.ts';
import type { Placement } from '../../shared/result/document.ts';
import type { NoiseSlice } from '../../shared/result/noise.ts';

/** One end of a port to a window. */
export interface LivePort {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
}

/** With CPUs of its own the app paints as often as look and feel want; where it shares, calmly. */
export const paintHz = (placement: Placement): number => (placement.app === 'apart' ? 20 : 4);
/** A window that does not answer (hidden, busy) holds a run up no longer than this. */
const PAINT_TIMEOUT_MS = 100;
const KEPT_EVENTS = 500;
/** A minute of slices: what the live strip shows. */
const KEPT_SLICES = 600;

export class LiveHub {
  #ports = new Set<LivePort>();
  #events: LiveEvent[] = [];
  #hz = 20;
  #takesTurns = true;
  #lastMs = 0;
  #slot = 0;
  #painted: (() => void) | null = null;
  /** Windows that have not yet said that the last picture is on screen. */
  #owing = new Set<LivePort>();
  #noise: NoiseSlice[] = [];
  #verdicts: readonly LiveVerdict[] = [];
  /** What is told with the next picture, so that nothing wakes the window between two. */
  #untold: { slices: NoiseSlice[]; verdicts: boolean } = { slices: [], verdicts: false };

  /** A window that comes late hears the run's story so far. */
  attach(port: LivePort): void {
    this.#ports.add(port);
    for (const event of [...this.#events, ...(this.#noise.length > 0 ? [{ type: 'noise', slices: this.#noise } as const] : []), ...(this.#verdicts.length > 0 ? [{ type: 'verdicts', verdicts: this.#verdicts } as const] : [])]) port.post(event);
    port.onMessage((message) => {
      const painted = Painted.safeParse(message);
      if (painted.success && painted.data.slot === this.#slot) this.#answered(port);
    });
    port.onClose(() => {
      this.#ports.delete(port);
      this.#answered(port);
    });
  }

  #answered(port: LivePort): void {
    this.#owing.delete(port);
    if (this.#owing.size === 0) this.#painted?.();
  }

  begin(placement: Placement): void {
    this.#events = [];
    this.#noise = [];
    this.#verdicts = [];
    this.#untold = { slices: [], verdicts: false };
    this.#hz = paintHz(placement);
    this.#takesTurns = placement.app === 'turns';
    this.#lastMs = 0;
  }

  noise(slice: NoiseSlice): void {
    this.#noise = [...this.#noise.slice(1 - KEPT_SLICES), slice];
    this.#untold.slices.push(slice);
  }

  verdicts(verdicts: readonly LiveVerdict[]): void {
    this.#verdicts = verdicts;
    this.#untold.verdicts = true;
  }

  #tellRest(): void {
    const { slices, verdicts } = this.#untold;
    this.#untold = { slices: [], verdicts: false };
    for (const port of this.#ports) {
      if (slices.length > 0) port.post({ type: 'noise', slices } satisfies LiveEvent);
      if (verdicts) port.post({ type: 'verdicts', verdicts: [...this.#verdicts] } satisfies LiveEvent);
    }
  }

  tell(event: LiveEvent): void {
    if (event.type === 'ended') this.#tellRest();
    this.#events.push(event);
    if (this.#events.length > KEPT_EVENTS) this.#events.splice(1, 1); // the first says what runs
    for (const port of this.#ports) port.post(event);
  }

  /**
   * Sends a snapshot if one is due. Where the app shares the measured CPUs, the promise is for the window's answer
   * that it has painted: the next block waits for it, so that painting never falls into one.
   */
  offer(read: () => LiveSnapshot): Promise<void> | undefined {
    const now = performance.now();
    if (this.#ports.size === 0 || now - this.#lastMs < 1000 / this.#hz) return undefined;
    this.#lastMs = now;
    this.#slot++;
    this.#tellRest();
    const message: SnapshotMessage = { type: 'snapshot', doubles: encodeLive(read()), slot: this.#slot };
    for (const port of this.#ports) port.post(message);
    this.#owing = new Set(this.#ports);
    if (!this.#takesTurns) return undefined;
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#painted = null;
        // The interval counts from the end of the slot, or a slow window would leave no time between slots.
        this.#lastMs = performance.now();
        resolve();
      };
      const timer = setTimeout(done, PAINT_TIMEOUT_MS);
      this.#painted = done;
    });
  }
}
