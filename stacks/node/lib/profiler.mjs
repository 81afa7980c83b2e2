// The runtime's own profilers, asked through the inspector of this very process. What they cost ends with the session.
import { promisify } from 'node:util';
import { MAX_FRAME_BYTES } from './frames.mjs';

const CPU_INTERVAL_US = 100;
/** On average: V8 draws allocations at random, and reports what they stand for. */
const ALLOCATION_INTERVAL_BYTES = 512;
/** Beyond this a heap profile goes without its list of samples: the tree holds all that they add up to. */
const MOST_BYTES = MAX_FRAME_BYTES / 2;

const PROFILERS = {
  'cpu-profile': {
    format: 'cpuprofile',
    async start(post) {
      await post('Profiler.enable');
      await post('Profiler.setSamplingInterval', { interval: CPU_INTERVAL_US });
      await post('Profiler.start');
    },
    stop: async (post) => Buffer.from(JSON.stringify((await post('Profiler.stop')).profile)),
  },
  'alloc-profile': {
    format: 'heapprofile',
    start: (post) =>
      post('HeapProfiler.startSampling', {
        samplingInterval: ALLOCATION_INTERVAL_BYTES,
        // What was allocated, not what is left of it.
        includeObjectsCollectedByMajorGC: true,
        includeObjectsCollectedByMinorGC: true,
      }),
    async stop(post) {
      const { profile } = await post('HeapProfiler.stopSampling');
      const whole = Buffer.from(JSON.stringify(profile));
      return whole.length <= MOST_BYTES ? whole : Buffer.from(JSON.stringify({ ...profile, samples: [] }));
    },
  },
};

/** The observations that start a profiler; none where this Node was built without the inspector. */
export const PROFILES = process.features.inspector ? Object.keys(PROFILERS) : [];

/** V8's profilers are the process's own: two at a time would see each other. */
let busy = false;

/** Starts the profiler that an observation asks for; null where it asks for none. */
export async function startProfile(observe) {
  if (!PROFILES.includes(observe)) return null;
  if (busy) throw Object.assign(new Error('a profile of this process is being made'), { code: 'profiler-busy' });
  busy = true;
  const { format, start, stop } = PROFILERS[observe];
  const { Session } = await import('node:inspector');
  const session = new Session();
  const post = promisify(session.post.bind(session));
  let ended = false;
  const end = () => {
    if (ended) return;
    ended = true;
    session.disconnect();
    busy = false;
  };
  try {
    session.connect();
    await start(post);
  } catch (error) {
    end();
    throw error;
  }
  return {
    /** Ends it and hands in what was seen. */
    async stop() {
      try {
        return { format, bytes: await stop(post) };
      } finally {
        end();
      }
    },
    /** Ends it without a result. */
    discard: end,
  };
}
