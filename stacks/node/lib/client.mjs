// The client: connect, handshake (timed), the exchange where there is one, read until the server has closed, and again.
import net from 'node:net';
import tls from 'node:tls';
import { closedLoop, openLoop, scheduleProblem } from './arrivals.mjs';
import { clockFrom } from './clock.mjs';
import { describeError } from './errors.mjs';
import { keyLogMark, writeFacts } from './facts.mjs';
import { collectGarbage } from './memory.mjs';
import { startProfile } from './profiler.mjs';
import { Recorder } from './recorder.mjs';
import { SessionCache } from './sessions.mjs';
import { checkSettings, contextOf, refusal } from './settings.mjs';
import { measureUsage } from './usage.mjs';

const MARKS = ['connectStart', 'connectEnd', 'start', 'end', 'hsSecret', 'appSecret', 'nameChecked', 'requestStart', 'requestSent', 'firstByte'];
const HANDSHAKE_MS = 5_000;
const MAX_FAILURES_IN_A_ROW = 10;

export class ClientEndpoint {
  #settings;
  #clock;
  #recorder;
  #context;
  #request;
  /** The newest ticket of each lane. */
  #tickets = [];
  /** The sessions by name, where there is a cache. */
  #cache = null;
  /** Lines of the key log, while a block on the wire runs. */
  #keyLog = null;
  /** Connections that are kept open. */
  #held = [];

  constructor(settings) {
    checkSettings(settings);
    this.#settings = settings;
    this.#clock = clockFrom(settings.epochNs);
    this.#recorder = new Recorder(this.#clock, MARKS, ['lane', 'intended', 'laneFree', 'name', 'tickets'], settings.capacity);
    this.#request = settings.exchange ? Buffer.alloc(settings.exchange.requestBytes, 0x71) : null;
    if (settings.tls.session === 'cache') this.#cache = new SessionCache(settings.tls.cacheSize);
    // Once for all connections, as a program that cares would: a context of its own costs each connection a fifth of its CPU.
    this.#context = tls.createSecureContext(contextOf(settings, settings.tls.groups));
  }

  async close() {
    await this.release();
  }

  async run({ handshakes, connections, port, observe, scheduleNs, names, timeoutMs }) {
    if (handshakes > this.#settings.capacity) throw refusal('over-capacity', `${handshakes} handshakes are over the capacity of ${this.#settings.capacity}`);
    const problem = (scheduleNs && scheduleProblem(scheduleNs, handshakes)) ?? this.#namesProblem(names, handshakes);
    if (problem) throw refusal('bad-request', problem);
    this.#keyLog = observe === 'wire' ? [] : null;
    const resumes = this.#settings.tls.session === 'ticket';
    for (let lane = 0; resumes && lane < connections; lane++) {
      // The priming handshake is not part of the block: it goes to a row that the block's begin() wipes.
      if (!this.#tickets[lane]) await this.#handshake(port, lane, 0, null);
    }
    this.#recorder.begin(observe);
    const profile = await startProfile(observe);
    try {
      const usage = measureUsage();
      const clock = this.#clock;
      const beganNs = clock();
      const deadlineNs = beganNs + timeoutMs * 1e6;
      let failed = 0;
      let inARow = 0;
      const isOver = () => inARow >= MAX_FAILURES_IN_A_ROW || clock() >= deadlineNs;
      const loop = scheduleNs ? openLoop(scheduleNs, beganNs, deadlineNs, clock, isOver) : closedLoop(handshakes, isOver);
      const runLane = async (lane) => {
        for (let arrival = await loop.next(); arrival; arrival = await loop.next()) {
          this.#recorder.set('intended', arrival.row, arrival.intended);
          this.#recorder.set('laneFree', arrival.row, arrival.laneFree);
          if (await this.#handshake(port, lane, arrival.row, names ? names[arrival.row] : null)) {
            inARow = 0;
          } else {
            failed++;
            inARow++;
          }
        }
      };
      await Promise.all(Array.from({ length: connections }, (_, lane) => runLane(lane)));
      // From the first connect: an open loop's first arrival may be long after the block's start.
      const elapsedNs = loop.begun > 0 ? clock() - this.#recorder.columns.get('connectStart', 0) : 0;
      const { samples, allocated } = this.#recorder.take(loop.begun);
      const done = { handshakes: loop.begun, failed, elapsedNs, usage: usage(allocated), ...(this.#keyLog ? { keyLog: [...new Set(this.#keyLog)] } : {}) };
      return { samples, done, profile: await profile?.stop() };
    } catch (error) {
      profile?.discard();
      throw error;
    } finally {
      this.#keyLog = null;
    }
  }

  /** Makes connections one after the other and keeps them open. */
  async hold({ connections, port, timeoutMs }) {
    const deadlineNs = this.#clock() + timeoutMs * 1e6;
    let failed = 0;
    for (let made = 0; made < connections && this.#clock() < deadlineNs; made++) {
      if (!(await this.#handshake(port, 0, 0, null, this.#held))) failed++;
    }
    collectGarbage();
    return { connections: this.#held.length, failed };
  }

  async release() {
    const held = this.#held;
    this.#held = [];
    // Not until the server has closed too: one that holds them does not before it is asked.
    await Promise.all(held.map((socket) => new Promise((resolve) => (socket.destroyed ? resolve() : socket.once('close', resolve).destroySoon()))));
    collectGarbage();
  }

  #namesProblem(names, handshakes) {
    if (this.#cache && !names) return 'a client with a cache needs names';
    if (!this.#cache && names) return 'names belong to tls.session cache';
    return names && names.length !== handshakes ? `names has ${names.length} numbers for ${handshakes} handshakes` : null;
  }

  /** The session that this connection is to resume, if any. */
  #sessionFor(lane, name) {
    if (this.#cache) return this.#cache.get(name);
    return this.#settings.tls.session === 'ticket' ? this.#tickets[lane] : undefined;
  }

  /** One connection from connect to close; true when its handshake, and the exchange, was good. With `held` it is put there and stays open. */
  #handshake(port, lane, row, name, held = null) {
    const recorder = this.#recorder;
    const { tls: wanted, serverName, hooks, delayNs, exchange, preamble, closes } = this.#settings;
    return new Promise((resolve) => {
      let step = 'connecting';
      let good = false;
      let over = false;
      recorder.set('lane', row, lane);
      recorder.set('name', row, name ?? NaN);
      recorder.mark('connectStart', row);
      const raw = net.connect({ port, host: '127.0.0.1', noDelay: true });
      const timer = setTimeout(() => fail(Object.assign(new Error(`no answer within ${HANDSHAKE_MS / 1000} s`), { code: 'ETIMEDOUT' })), HANDSHAKE_MS);
      const finish = () => {
        if (over) return;
        over = true;
        clearTimeout(timer);
        resolve(good);
      };
      const fail = (error) => {
        if (!good) recorder.fail(row, describeError('client', step, error));
        raw.destroy();
        finish();
      };
      const closed = () => fail(new Error('the server closed the connection'));

      const shake = () => {
        raw.off('error', fail);
        raw.off('end', closed);
        recorder.mark('connectEnd', row);
        step = 'handshake';
        const session = this.#sessionFor(lane, name);
        const options = {
          socket: raw,
          secureContext: this.#context,
          servername: name === null ? serverName : `n${name}.${serverName}`,
          ...(wanted.alpn.length > 0 ? { ALPNProtocols: wanted.alpn } : {}),
          ...(session ? { session } : {}),
          ...(hooks === 'timing'
            ? {
                checkServerIdentity: (host, certificate) => {
                  recorder.mark('nameChecked', row);
                  return tls.checkServerIdentity(host, certificate);
                },
              }
            : {}),
        };
        recorder.mark('start', row);
        if (delayNs > 0) for (const until = this.#clock() + delayNs; this.#clock() < until; );
        const socket = tls.connect(options);
        if (hooks === 'timing' || this.#keyLog) {
          socket.on('keylog', (line) => {
            const mark = hooks === 'timing' ? keyLogMark(line) : null;
            if (mark) recorder.mark(mark, row);
            this.#keyLog?.push(line.toString().trimEnd());
          });
        }
        socket.once('secureConnect', () => {
          recorder.mark('end', row);
          recorder.set('bytesRead', row, raw.bytesRead);
          recorder.set('bytesWritten', row, raw.bytesWritten);
          writeFacts(recorder.columns, row, socket, recorder.strings);
          if (held) {
            clearTimeout(timer);
            good = true;
            held.push(socket);
            socket.resume();
            resolve(true);
            over = true;
          } else if (exchange) {
            step = 'exchange';
            converse(socket);
          } else {
            good = true;
            // end(), not destroy(): destroying here drops the client's Finished, and the server completes nothing.
            socket.resume();
            if (closes === 'client') socket.end();
          }
        });
        if (wanted.session !== 'full') {
          // TLS 1.2 tells of a session with or without a ticket; in 1.3 each event is a ticket.
          const counted = wanted.version === '1.3';
          if (counted) recorder.set('tickets', row, 0);
          let tickets = 0;
          socket.on('session', (ticket) => {
            if (counted && !held) recorder.set('tickets', row, ++tickets);
            if (this.#cache) this.#cache.put(name, ticket);
            else this.#tickets[lane] = ticket;
          });
        }
        socket.once('error', fail);
        socket.once('close', () => (good ? finish() : closed()));
      };

      const converse = (socket) => {
        let received = 0;
        socket.on('data', (bytes) => {
          if (received === 0) recorder.mark('firstByte', row);
          received += bytes.length;
          if (received === exchange.responseBytes) good = true;
        });
        recorder.mark('requestStart', row);
        socket.write(this.#request);
        recorder.mark('requestSent', row);
      };

      raw.once('error', fail);
      raw.once('connect', () => {
        recorder.set('port', row, raw.localPort);
        if (!preamble) return shake();
        // The relay's byte, and nothing else before the ClientHello.
        step = 'preamble';
        raw.once('end', closed);
        raw.once('readable', () => {
          const byte = raw.read();
          if (byte?.length === 1 && byte[0] === 0) shake();
          else if (byte !== null) fail(new Error('something else than the byte 0x00 came first'));
        });
      });
    });
  }
}
