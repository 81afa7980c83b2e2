/** Entry of the engine's utility process: hosts the engine, answers main's calls, and talks to the window over live ports. */
import type { MessagePortMain } from 'electron';
import { createEngine, fileSink, type Engine, type LivePort } from '../engine/index.ts';
import { contract, type EngineChannel, type Reply } from '../shared/ipc/contract.ts';
import { LiveEvent, Painted } from '../shared/live/events.ts';
import type { FromEngine, ToEngine } from './engine/messages.ts';
import { refused } from './ipc/reply.ts';

const parent = process.parentPort;
const tell = (message: FromEngine): void => parent.postMessage(message);
let engine: Engine | null = null;

function started(): Engine {
  if (engine === null) throw new Error('the engine was asked before it was started');
  return engine;
}

async function answer(channel: EngineChannel, request: unknown): Promise<Reply<unknown>> {
  try {
    const handler = started().handlers[channel] as (request: unknown) => Promise<unknown>;
    const value = contract[channel].res.parse(await handler(request));
    if (channel === 'run:start') tell({ type: 'run', runId: contract['run:start'].res.parse(value).runId });
    return { ok: true, value };
  } catch (error) {
    return refused(error);
  }
}

/** What is being written, by the id of its order. */
const exporting = new Map<number, { readonly stop: AbortController; readonly written: Promise<void> }>();

async function write({ id, run, wish, path, secret }: Extract<ToEngine, { type: 'export' }>, stop: AbortController): Promise<Reply<unknown>> {
  try {
    await started().export(run, wish, () => fileSink(path, { secret }), { signal: stop.signal, onProgress: (done) => tell({ type: 'exporting', id, done }) });
    return { ok: true, value: { path } };
  } catch (error) {
    return stop.signal.aborted ? { ok: true, value: { path: null } } : refused(error);
  }
}

function order(message: Extract<ToEngine, { type: 'export' }>): void {
  const { id } = message;
  const stop = new AbortController();
  const written = write(message, stop).then((reply) => {
    exporting.delete(id);
    tell({ type: 'reply', id, reply });
  });
  exporting.set(id, { stop, written });
}

async function pack({ run, withWire, path }: Extract<ToEngine, { type: 'pack' }>): Promise<Reply<unknown>> {
  try {
    const { wireLeftOut } = await started().pack(run, () => fileSink(path, { secret: withWire }), { withWire });
    return { ok: true, value: { path, wireLeftOut } };
  } catch (error) {
    return refused(error);
  }
}

/** Main learns from what passes to the window which run is under way. */
function watch(message: unknown): void {
  const type = (message as { type?: unknown }).type;
  if (type !== 'started' && type !== 'ended') return;
  const event = LiveEvent.parse(message);
  if (event.type === 'started') tell({ type: 'run', runId: event.runId });
  if (event.type === 'ended') tell({ type: 'run', runId: null });
}

const livePort = (port: MessagePortMain): LivePort => ({
  // No transfer list: Electron cannot transfer out of the process, and copying is cheap at these sizes.
  post: (message) => {
    watch(message);
    port.postMessage(message);
  },
  // A message that was posted with a transfer list arrives as null; only what parses goes on.
  onMessage: (listener) =>
    void port.on('message', (event) => {
      const painted = Painted.safeParse(event.data);
      if (painted.success) listener(painted.data);
    }),
  onClose: (listener) => void port.on('close', listener),
});

async function close(): Promise<void> {
  // A file that is not whole is taken away before this process is gone.
  for (const { stop } of exporting.values()) stop.abort();
  await Promise.all([...exporting.values()].map(({ written }) => written));
  await engine?.close();
  process.exit(0);
}

parent.on('message', (event) => {
  const message = event.data as ToEngine;
  switch (message.type) {
    case 'start':
      engine = createEngine(message.options);
      return;
    case 'call':
      void answer(message.channel, message.request).then((reply) => tell({ type: 'reply', id: message.id, reply }));
      return;
    case 'export':
      order(message);
      return;
    case 'pack':
      void pack(message).then((reply) => tell({ type: 'reply', id: message.id, reply }));
      return;
    case 'stop-export':
      exporting.get(message.id)?.stop.abort();
      return;
    case 'reserve':
      started().reserve(message.cpus);
      return;
    case 'live': {
      const [port] = event.ports;
      if (port === undefined) return;
      started().attachLive(livePort(port));
      port.start();
      return;
    }
    case 'close':
      void close();
      return;
  }
});
