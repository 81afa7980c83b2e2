/** Hands a run's pictures to the window as they are made: playing begins with the first, and making them waits for the window. */
import type { PlaybackHead, PlaybackPart } from '../../shared/playback.ts';
import { isTwin } from '../../shared/scenario/arms.ts';
import { openRun } from '../store/run-reader.ts';
import { framesOf } from './frames.ts';

/** In one answer, so that none is large. */
const MOST_AT_ONCE = 60;
/** An answer comes at least so often while pictures are made. */
const CALM_MS = 120;

interface Reel {
  readonly folder: string;
  readonly frames: AsyncGenerator<Float64Array, void, void>;
  made: number;
}

export class Playback {
  #reel: Reel | null = null;

  /** Begins anew, and gives up what another run had begun. */
  open(folder: string): PlaybackHead {
    const stored = openRun(folder);
    void this.#reel?.frames.return();
    this.#reel = { folder, frames: framesOf(stored), made: 0 };
    const { file } = stored;
    return {
      runId: file.run.id,
      name: file.run.name,
      scenario: file.run.scenario,
      elapsedMs: file.run.elapsedMs,
      ended: file.run.ended,
      arms: file.arms.filter((arm) => !isTwin(arm)).map(({ id, client, server }) => ({ id, client, server })),
      failures: file.failures,
      noise: file.noise.slices,
    };
  }

  /** The pictures after the first `seen`. Those of a reel that was given up are none, and the last. */
  async next(folder: string, seen: number): Promise<PlaybackPart> {
    const reel = this.#reel;
    if (reel?.folder !== folder || reel.made !== seen) return { frames: [], complete: true };
    const frames: Float64Array[] = [];
    const until = performance.now() + CALM_MS;
    while (frames.length < MOST_AT_ONCE && performance.now() < until) {
      const { value, done } = await reel.frames.next();
      if (done === true) return { frames, complete: true };
      frames.push(value);
      reel.made++;
    }
    return { frames, complete: false };
  }

  close(): void {
    void this.#reel?.frames.return();
    this.#reel = null;
  }
}
