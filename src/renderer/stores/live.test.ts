import { describe, expect, it } from 'vitest';
import type { LiveRun } from '../features/run/index.ts';
import { afterEvent, isRunning } from './live.ts';

const started = { type: 'started' as const, runId: 'r', name: 'Quick', arms: [{ id: 'go→go', client: 'go', server: 'go' }], paintHz: 20 };
const begun = (): LiveRun => afterEvent(null, started) as LiveRun;

describe('a run that is told of', () => {
  it('begins anew, whatever was before', () => {
    const ended = afterEvent(begun(), { type: 'ended', runId: 'r', ended: 'stopped', message: null });
    expect(isRunning(ended)).toBe(false);
    expect(afterEvent(ended, { ...started, runId: 's' })).toMatchObject({ runId: 's', ended: null, log: [], failures: {} });
  });

  it('keeps its last lines only', () => {
    let run: LiveRun | null = begun();
    for (let line = 0; line < 1000; line++) run = afterEvent(run, { type: 'log', atMs: line, source: 'go', line: `${line}` });
    expect(run?.log.length).toBeLessThanOrEqual(301);
    expect(run?.log.at(-1)?.line).toBe('999');
  });

  it('has arms that fail, pauses and an end', () => {
    const run = [{ type: 'arm-failed', arm: 'go→go', reason: 'alert 42' }, { type: 'paused', paused: true }, { type: 'ended', runId: 'r', ended: 'failed', message: 'no disk' }] as const;
    expect(run.reduce<LiveRun | null>((before, event) => afterEvent(before, event), begun())).toMatchObject({ failures: { 'go→go': 'alert 42' }, paused: true, ended: 'failed', message: 'no disk' });
  });

  it('is none before it was begun', () => expect(afterEvent(null, { type: 'paused', paused: true })).toBeNull());
});
