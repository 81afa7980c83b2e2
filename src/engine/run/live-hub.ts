/** The windows that look at a run: events as they come, snapshots in turn with the blocks. */
import { encodeLive, type LiveSnapshot } from '../../shared/live/snapshot.ts';
import { Painted, type LiveEvent, type SnapshotMessage } from '../../shared/live/events.ts';
import type { Placement } from '../../shared/result/document.ts';

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

export class LiveHub {
  #ports = new Set<LivePort>();
  #events: LiveEvent[] = [];
  #hz = 20;
  #takesTurns = true;
  #lastMs = 0;
  #slot = 0;
  #painted: (() => void) | null = null;

  /** A window that comes late hears the run's story so far. */
  attach(port: LivePort): void {
    this.#ports.add(port);
    for (const event of this.#events) port.post(event);
    port.onMessage((message) => {
      const painted = Painted.safeParse(message);
      if (painted.success && painted.data.slot === this.#slot) this.#painted?.();
    });
    port.onClose(() => {
      this.#ports.delete(port);
      if (this.#ports.size === 0) this.#painted?.();
    });
  }

  begin(placement: Placement): void {
    this.#events = [];
    this.#hz = paintHz(placement);
    this.#takesTurns = placement.app === 'turns';
    this.#lastMs = 0;
  }

  tell(event: LiveEvent): void {
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
    const message: SnapshotMessage = { type: 'snapshot', doubles: encodeLive(read()), slot: this.#slot };
    for (const port of this.#ports) port.post(message);
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
