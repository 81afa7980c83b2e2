/** The whole run as a line: what is there to show, what the noise watch marked, and where one is. */
import type { NoiseSlice } from '../../../shared/result/noise.ts';
import { clockText } from './words.ts';

interface ScrubberProps {
  readonly atMs: number;
  readonly readyMs: number;
  readonly endMs: number;
  readonly noise: readonly NoiseSlice[];
  readonly label: string;
  readonly onSeek: (ms: number) => void;
}

export function Scrubber({ atMs, readyMs, endMs, noise, label, onSeek }: ScrubberProps) {
  const share = (ms: number): string => `${(100 * ms) / Math.max(1, endMs)}%`;
  return (
    <div className="scrubber grow">
      <div className="scrubber-line" aria-hidden="true">
        <i className="scrubber-ready" style={{ width: share(readyMs) }} />
        <i className="scrubber-done" style={{ width: share(atMs) }} />
        {noise.filter(({ marked }) => marked).map(({ startMs, endMs: sliceEndMs }) => <i key={startMs} className="scrubber-marked" style={{ left: share(startMs), width: share(sliceEndMs - startMs) }} />)}
      </div>
      <input type="range" min={0} max={Math.max(1, Math.round(endMs))} step={Math.max(1, Math.round(endMs / 1_000))} value={Math.round(atMs)} aria-label={label} aria-valuetext={clockText(atMs)} data-testid="playback-scrub" onChange={(event) => onSeek(Number(event.target.value))} />
    </div>
  );
}
