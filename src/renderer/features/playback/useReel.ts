/** The pictures of a recorded run, fetched as they are made. */
import { useEffect, useState } from 'react';
import type { PlaybackHead } from '../../../shared/playback.ts';
import { invoke, messageOf } from '../result/lab.ts';

export interface Reel {
  readonly head: PlaybackHead;
  readonly frames: readonly Float64Array[];
  /** Time of each frame, ms of the run. */
  readonly times: readonly number[];
  readonly complete: boolean;
}
/** The place of `elapsedMs` in an encoded snapshot (live/snapshot.ts). */
const ELAPSED = 1;

export function useReel(run: string | null): { readonly reel: Reel | null; readonly problem: string | null; readonly again: () => void } {
  const [state, setState] = useState<{ readonly reel: Reel | null; readonly problem: string | null }>({ reel: null, problem: null });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (run === null) return undefined;
    let wanted = true;
    setState({ reel: null, problem: null });
    const read = async (): Promise<void> => {
      const head = await invoke('playback:open', { run });
      let reel: Reel = { head, frames: [], times: [], complete: false };
      while (wanted && !reel.complete) {
        const part = await invoke('playback:next', { run, seen: reel.frames.length });
        reel = { head, frames: [...reel.frames, ...part.frames], times: [...reel.times, ...part.frames.map((frame) => frame[ELAPSED] ?? 0)], complete: part.complete };
        if (wanted) setState({ reel, problem: null });
      }
    };
    read().catch((error: unknown) => wanted && setState({ reel: null, problem: messageOf(error) }));
    return () => {
      wanted = false;
    };
  }, [run, turn]);
  return { ...state, again: () => setTurn((before) => before + 1) };
}
