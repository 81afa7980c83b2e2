/** The run that is on, as the engine tells it over the live port. */
import { create } from 'zustand';
import { LIVE_PORT } from '../../shared/ipc/channels.ts';
import { LiveEvent, type SnapshotMessage } from '../../shared/live/events.ts';
import { decodeLive, type LiveSnapshot } from '../../shared/live/snapshot.ts';
import type { LiveRun } from '../features/run/index.ts';

const KEPT_LINES = 300;
/** About a minute. */
const KEPT_SLICES = 600;

interface LiveState {
  readonly run: LiveRun | null;
}

export const useLive = create<LiveState>(() => ({ run: null }));

/** Whether the engine is measuring now. */
export const isRunning = (run: LiveRun | null): boolean => run !== null && run.ended === null;

/** The run after what the engine told of it. Pure. */
export function afterEvent(run: LiveRun | null, event: LiveEvent): LiveRun | null {
  if (event.type === 'started') {
    const { runId, name, arms } = event;
    return { runId, name, arms, snapshot: null, failures: {}, log: [], noise: [], verdicts: {}, paused: false, ended: null, message: null };
  }
  if (!run) return null;
  switch (event.type) {
    case 'log':
      return { ...run, log: [...run.log.slice(-KEPT_LINES), { atMs: event.atMs, source: event.source, line: event.line }] };
    case 'arm-failed':
      return { ...run, failures: { ...run.failures, [event.arm]: event.reason } };
    case 'noise':
      return { ...run, noise: [...(run.noise ?? []), ...event.slices].slice(-KEPT_SLICES) };
    case 'verdicts':
      return { ...run, verdicts: Object.fromEntries(event.verdicts.map((one) => [one.arm, one])) };
    case 'paused':
      return { ...run, paused: event.paused };
    case 'ended':
      return { ...run, ended: event.ended, message: event.message };
  }
}

const isSnapshot = (data: unknown): data is SnapshotMessage =>
  typeof data === 'object' && data !== null && (data as { type?: unknown }).type === 'snapshot' && (data as { doubles?: unknown }).doubles instanceof Float64Array;

/** Null where the doubles are no snapshot: one picture less, and the run goes on. */
function read(doubles: Float64Array): LiveSnapshot | null {
  try {
    return decodeLive(doubles);
  } catch (error) {
    console.error(error);
    return null;
  }
}

function listen(port: MessagePort): void {
  port.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (isSnapshot(data)) {
      const painted = (): void => port.postMessage({ type: 'painted', slot: data.slot });
      // Nothing is drawn for nobody; the engine must not wait for it either.
      if (document.hidden) {
        painted();
        return;
      }
      const snapshot = read(data.doubles);
      if (!snapshot) {
        painted();
        return;
      }
      useLive.setState(({ run }) => ({ run: run && { ...run, snapshot } }));
      // Two frames later what React drew is on screen; the engine waits for this where window and workers share CPUs.
      requestAnimationFrame(() => requestAnimationFrame(painted));
      return;
    }
    const event = LiveEvent.safeParse(data);
    if (event.success) useLive.setState(({ run }) => ({ run: afterEvent(run, event.data) }));
  };
}

/** Called once, before the app is drawn: the port comes when the page has loaded, and anew when the engine was started again. */
export function followRuns(): () => void {
  const onMessage = (event: MessageEvent<unknown>): void => {
    const [port] = event.ports;
    if (event.source === window && event.data === LIVE_PORT && port) listen(port);
  };
  window.addEventListener('message', onMessage);
  return () => window.removeEventListener('message', onMessage);
}
