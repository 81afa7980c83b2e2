/** The noise watch: what the kernel says disturbed the measured CPUs. docs/noise.md. */
export { NoiseWatch, SLICE_MS, type WatchOptions } from './watch.ts';
export { NoiseReader, type Missing, type Reading, type Watched } from './reader.ts';
export { SliceJudge, type Judgement } from './judge.ts';
export { sliceMeasures, type Stretch } from './slice.ts';
