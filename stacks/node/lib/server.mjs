// The server: one listening port an endpoint; every connection is a handshake and nothing more.
import { readFileSync } from 'node:fs';
import tls from 'node:tls';
import { clockFrom } from './clock.mjs';
import { describeError } from './errors.mjs';
import { keyLogMark, writeFacts } from './facts.mjs';
import { curveList } from './groups.mjs';
import { startProfile } from './profiler.mjs';
import { Recorder } from './recorder.mjs';
import { measureUsage } from './usage.mjs';

const MARKS = ['start', 'end', 'hsSecret', 'appSecret'];
const HANDSHAKE_MS = 5_000;

export class ServerEndpoint {
  #settings;
  #clock;
  #recorder;
  #server;
  /** Client port → row, for connections of the block at hand. */
  #rows = new Map();
  #accepted = 0;
  #finished = 0;
  #failed = 0;
  #usage = null;
  /** The profile under way: from a block's arming to its collecting. */
  #profile = null;
  #armedNs = 0;
  #lastNs = 0;
  #onFinished = null;

  constructor(settings) {
    this.#settings = settings;
    this.#clock = clockFrom(settings.epochNs);
    this.#recorder = new Recorder(this.#clock, MARKS, [], settings.capacity);
    const { tls: wanted, hooks } = settings;
    // A server accepts the last group only: what comes before is the one that a forced retry shows first.
    const groups = wanted.retry ? wanted.groups.slice(-1) : wanted.groups;
    this.#server = tls.createServer({
      key: readFileSync(settings.keyFile),
      cert: readFileSync(settings.certificateFile),
      ecdhCurve: curveList(groups),
      minVersion: 'TLSv1.3',
      maxVersion: 'TLSv1.3',
      handshakeTimeout: HANDSHAKE_MS,
      noDelay: true,
      ...(wanted.alpn.length > 0 ? { ALPNProtocols: wanted.alpn } : {}),
    });
    // Before tls.Server's own listener, which begins the handshake.
    this.#server.prependListener('connection', (raw) => this.#begin(raw));
    this.#server.on('secureConnection', (socket) => this.#succeed(socket));
    this.#server.on('tlsClientError', (error, socket) => this.#fail(error, socket));
    if (hooks === 'timing') {
      this.#server.on('keylog', (line, socket) => {
        const mark = keyLogMark(line);
        const row = this.#rows.get(socket.remotePort);
        if (mark && row !== undefined) this.#recorder.mark(mark, row);
      });
    }
  }

  listen() {
    return new Promise((resolve, reject) => {
      this.#server.once('error', (error) => reject(Object.assign(error, { code: 'bind-failed' })));
      this.#server.listen(0, '127.0.0.1', 1024, () => resolve(this.#server.address().port));
    });
  }

  async close() {
    this.#discardProfile();
    this.#server.close();
  }

  #discardProfile() {
    this.#profile?.discard();
    this.#profile = null;
  }

  async arm({ observe }) {
    this.#discardProfile();
    this.#rows.clear();
    this.#accepted = 0;
    this.#finished = 0;
    this.#failed = 0;
    this.#recorder.begin(observe);
    this.#profile = await startProfile(observe);
    this.#usage = measureUsage();
    this.#armedNs = this.#lastNs = this.#clock();
  }

  async collect({ expect, timeoutMs }) {
    if (this.#finished < expect) {
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        this.#onFinished = () => {
          if (this.#finished < expect) return;
          clearTimeout(timer);
          resolve();
        };
      });
      this.#onFinished = null;
    }
    const { samples, allocated } = this.#recorder.take(this.#accepted);
    const done = { handshakes: this.#accepted, failed: this.#failed, elapsedNs: this.#lastNs - this.#armedNs, usage: this.#usage(allocated) };
    const profile = this.#profile;
    this.#profile = null;
    return { samples, done, profile: await profile?.stop() };
  }

  #begin(raw) {
    if (this.#accepted >= this.#settings.capacity) return;
    const row = this.#accepted++;
    this.#recorder.mark('start', row);
    this.#recorder.set('port', row, raw.remotePort);
    this.#rows.set(raw.remotePort, row);
  }

  #succeed(socket) {
    const row = this.#rows.get(socket.remotePort);
    if (row !== undefined) {
      this.#recorder.mark('end', row);
      this.#recorder.set('bytesRead', row, socket.bytesRead);
      this.#recorder.set('bytesWritten', row, socket.bytesWritten);
      writeFacts(this.#recorder.columns, row, socket, this.#recorder.strings);
    }
    socket.on('error', () => undefined); // the handshake is over; a reset afterwards is the client's business
    socket.resume();
    // One turn later: with the tickets, close_notify and FIN in one read, a Node client closes before it tells of the tickets.
    setImmediate(() => socket.end());
    this.#over();
  }

  #fail(error, socket) {
    const row = this.#rows.get(socket.remotePort ?? NaN) ?? [...this.#rows.values()].find((one) => Number.isNaN(this.#recorder.columns.get('end', one)) && Number.isNaN(this.#recorder.columns.get('error', one)));
    if (row !== undefined) this.#recorder.fail(row, describeError('server', 'handshake', error));
    this.#failed++;
    socket.destroy();
    this.#over();
  }

  #over() {
    this.#finished++;
    this.#lastNs = this.#clock();
    this.#onFinished?.();
  }
}
