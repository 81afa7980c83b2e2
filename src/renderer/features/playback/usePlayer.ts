/** Time of a recording that runs at a chosen speed, waits for what is not there yet, and can be moved. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Speed } from '../../../shared/playback.ts';

export interface Player {
  readonly atMs: number;
  readonly playing: boolean;
  readonly speed: Speed;
  readonly seek: (ms: number) => void;
  readonly toggle: () => void;
  readonly setSpeed: (speed: Speed) => void;
}

/** `startMs`: where measuring begins; `readyMs`: how far there is something to show; `endMs`: where the recording ends. */
export function usePlayer(startMs: number, readyMs: number, endMs: number): Player {
  const [atMs, setAtMs] = useState(startMs);
  const [playing, setPlaying] = useState(true);
  const [speed, setSpeed] = useState<Speed>(5);
  const bounds = useRef({ startMs, readyMs, endMs });
  bounds.current = { startMs, readyMs, endMs };
  useEffect(() => {
    if (!playing) return undefined;
    let last = performance.now();
    let request = 0;
    const step = (now: number): void => {
      const passed = (now - last) * speed;
      last = now;
      setAtMs((before) => Math.min(before + passed, bounds.current.readyMs));
      request = requestAnimationFrame(step);
    };
    request = requestAnimationFrame(step);
    return () => cancelAnimationFrame(request);
  }, [playing, speed]);
  const ended = endMs > 0 && atMs >= endMs;
  useEffect(() => {
    if (ended) setPlaying(false);
  }, [ended]);
  const seek = useCallback((ms: number) => setAtMs(Math.min(Math.max(bounds.current.startMs, ms), bounds.current.readyMs)), []);
  const toggle = useCallback(() => {
    setPlaying((before) => !before);
    // At the end, play means from the start.
    setAtMs((before) => (bounds.current.endMs > 0 && before >= bounds.current.endMs ? bounds.current.startMs : before));
  }, []);
  return { atMs, playing, speed, seek, toggle, setSpeed };
}
