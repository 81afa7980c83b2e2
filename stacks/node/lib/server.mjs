// The server: one listening port an endpoint; every connection is a handshake and, where one is configured, an exchange.
import tls from 'node:tls';
import { clockFrom } from './clock.mjs';
import { describeError } from './errors.mjs';
import { keyLogMark, writeFacts } from './facts.mjs';
import { collectGarbage } from './memory.mjs';
import { startProfile } from './profiler.mjs';
import { Recorder } from './recorder.mjs';
import { checkSettings, contextOf } from './settings.mjs';
import { measureUsage } from './usage.mjs';

const MARKS = ['start', 'end', 'hsSecret', 'appSecret', 'requestRead', 'responseSent'];
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
  /** Lines of the key log, while a block on the wire is armed. */
  #keyLog = null;
  #response;
  /** Connections that are kept open; null while each is closed after its handshake. */
  #held = null;

  constructor(settings) {
    checkSettings(settings);
    this.#settings = settings;
    this.#response = settings.exchange ? Buffer.alloc(settings.exchange.responseBytes, 0x61) : null;
    this.#clock = clockFrom(settings.epochNs);
    this.#recorder = new Recorder(this.#clock, MARKS, [], settings.capacity);
    const { tls: wanted, hooks } = settings;
    // A server accepts the last group only: what comes before is the one that a forced retry shows first.
    const groups = wanted.retry ? wanted.groups.slice(-1) : wanted.groups;
    this.#server = tls.createServer({
      ...contextOf(settings, groups),
      ...(wanted.mutual ? { requestCert: true, rejectUnauthorized: true } : {}),
      handshakeTimeout: HANDSHAKE_MS,
      noDelay: true,
      ...(wanted.alpn.length > 0 ? { ALPNProtocols: wanted.alpn } : {}),
    });
    // Before tls.Server's own listener, which begins the handshake.
    this.#server.prependListener('connection', (raw) => this.#begin(raw));
    this.#server.on('secureConnection', (socket) => this.#succeed(socket));
    this.#server.on('tlsClientError', (error, socket) => this.#fail(error, socket));
    if (hooks === 'timing') this.#server.on('keylog', this.#onKeyLog);
  }

  #onKeyLog = (line, socket) => {
    const mark = this.#settings.hooks === 'timing' ? keyLogMark(line) : null;
    const row = this.#rows.get(socket.remotePort);
    if (mark && row !== undefined) this.#recorder.mark(mark, row);
    this.#keyLog?.push(line.toString().trimEnd());
  };

  listen() {
    return new Promise((resolve, reject) => {
      this.#server.once('error', (error) => reject(Object.assign(error, { code: 'bind-failed' })));
      this.#server.listen(0, '127.0.0.1', 1024, () => resolve(this.#server.address().port));
    });
  }

  async close() {
    this.#discardProfile();
    await this.release();
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
    this.#keyLog = observe === 'wire' ? [] : null;
    // Without timing hooks nobody listens, and the key log is off.
    this.#server.off('keylog', this.#onKeyLog);
    if (this.#settings.hooks === 'timing' || this.#keyLog) this.#server.on('keylog', this.#onKeyLog);
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
    const done = { handshakes: this.#accepted, failed: this.#failed, elapsedNs: this.#lastNs - this.#armedNs, usage: this.#usage(allocated), ...(this.#keyLog ? { keyLog: [...new Set(this.#keyLog)] } : {}) };
    this.#keyLog = null;
    const profile = this.#profile;
    this.#profile = null;
    return { samples, done, profile: await profile?.stop() };
  }

  /** From now on connections stay open; tells how many do. */
  async hold() {
    this.#held ??= new Set();
    collectGarbage();
    return { connections: this.#held.size, failed: 0 };
  }

  async release() {
    const held = this.#held;
    this.#held = null;
    if (!held) return;
    await Promise.all([...held].map((socket) => new Promise((resolve) => socket.once('close', resolve).destroySoon())));
    collectGarbage();
  }

  #begin(raw) {
    if (this.#held) return;
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
    if (this.#held) {
      const held = this.#held.add(socket);
      socket.once('close', () => held.delete(socket));
      socket.resume();
      return;
    }
    if (this.#response) {
      this.#answer(socket, row);
      return;
    }
    socket.resume();
    // One turn later: with the tickets, close_notify and FIN in one read, a Node client closes before it tells of the tickets.
    setImmediate(() => socket.end());
    this.#over();
  }

  /** Reads the whole request, answers it and closes. */
  #answer(socket, row) {
    const { requestBytes } = this.#settings.exchange;
    let received = 0;
    socket.on('data', (bytes) => {
      received += bytes.length;
      if (received < requestBytes) return;
      if (row !== undefined) this.#recorder.mark('requestRead', row);
      socket.write(this.#response);
      if (row !== undefined) this.#recorder.mark('responseSent', row);
      setImmediate(() => socket.end());
      this.#over();
    });
    socket.once('close', () => {
      if (received >= requestBytes) return;
      if (row !== undefined) this.#recorder.fail(row, describeError('server', 'exchange', new Error(`the client closed after ${received} of ${requestBytes} bytes`)));
      this.#failed++;
      this.#over();
    });
  }

  #fail(error, socket) {
    if (this.#held) {
      socket.destroy();
      return;
    }
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
