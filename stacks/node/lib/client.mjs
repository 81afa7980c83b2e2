// The client: connect, handshake (timed), read until the server has closed, and again.
import { readFileSync } from 'node:fs';
import net from 'node:net';
import tls from 'node:tls';
import { closedLoop, openLoop, scheduleProblem } from './arrivals.mjs';
import { clockFrom } from './clock.mjs';
import { describeError } from './errors.mjs';
import { keyLogMark, writeFacts } from './facts.mjs';
import { curveList } from './groups.mjs';
import { startProfile } from './profiler.mjs';
import { Recorder } from './recorder.mjs';
import { measureUsage } from './usage.mjs';

const MARKS = ['connectStart', 'connectEnd', 'start', 'end', 'hsSecret', 'appSecret', 'nameChecked'];
const HANDSHAKE_MS = 5_000;
const MAX_FAILURES_IN_A_ROW = 10;

const refusal = (code, message) => Object.assign(new Error(message), { code });

export class ClientEndpoint {
  #settings;
  #clock;
  #recorder;
  #context;
  /** The newest ticket of each lane. */
  #tickets = [];

  constructor(settings) {
    this.#settings = settings;
    this.#clock = clockFrom(settings.epochNs);
    this.#recorder = new Recorder(this.#clock, MARKS, ['lane', 'intended', 'laneFree'], settings.capacity);
    // Once for all connections, as a program that cares would: a context of its own costs each connection a fifth of its CPU.
    this.#context = tls.createSecureContext({ ca: readFileSync(settings.rootFile), ecdhCurve: curveList(settings.tls.groups), minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' });
  }

  async close() {}

  async run({ handshakes, connections, port, observe, scheduleNs, timeoutMs }) {
    if (handshakes > this.#settings.capacity) throw refusal('over-capacity', `${handshakes} handshakes are over the capacity of ${this.#settings.capacity}`);
    const problem = scheduleNs && scheduleProblem(scheduleNs, handshakes);
    if (problem) throw refusal('bad-request', problem);
    const resumes = this.#settings.tls.session === 'ticket';
    for (let lane = 0; resumes && lane < connections; lane++) {
      // The priming handshake is not part of the block: it goes to a row that the block's begin() wipes.
      if (!this.#tickets[lane]) await this.#handshake(port, lane, 0);
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
          if (await this.#handshake(port, lane, arrival.row)) {
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
      const done = { handshakes: loop.begun, failed, elapsedNs, usage: usage(allocated) };
      return { samples, done, profile: await profile?.stop() };
    } catch (error) {
      profile?.discard();
      throw error;
    }
  }

  /** One connection from connect to close; true when its handshake was good. */
  #handshake(port, lane, row) {
    const recorder = this.#recorder;
    const { tls: wanted, serverName, hooks, delayNs } = this.#settings;
    return new Promise((resolve) => {
      let step = 'connecting';
      let good = false;
      let over = false;
      recorder.set('lane', row, lane);
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
      raw.once('error', fail);
      raw.once('connect', () => {
        recorder.mark('connectEnd', row);
        recorder.set('port', row, raw.localPort);
        raw.off('error', fail);
        step = 'handshake';
        const options = {
          socket: raw,
          secureContext: this.#context,
          servername: serverName,
          ...(wanted.alpn.length > 0 ? { ALPNProtocols: wanted.alpn } : {}),
          ...(wanted.session === 'ticket' && this.#tickets[lane] ? { session: this.#tickets[lane] } : {}),
          ...(hooks === 'timing'
            ? {
                checkServerIdentity: (name, certificate) => {
                  recorder.mark('nameChecked', row);
                  return tls.checkServerIdentity(name, certificate);
                },
              }
            : {}),
        };
        recorder.mark('start', row);
        if (delayNs > 0) for (const until = this.#clock() + delayNs; this.#clock() < until; );
        const socket = tls.connect(options);
        if (hooks === 'timing') {
          socket.on('keylog', (line) => {
            const mark = keyLogMark(line);
            if (mark) recorder.mark(mark, row);
          });
        }
        socket.once('secureConnect', () => {
          recorder.mark('end', row);
          good = true;
          recorder.set('bytesRead', row, raw.bytesRead);
          recorder.set('bytesWritten', row, raw.bytesWritten);
          writeFacts(recorder.columns, row, socket, recorder.strings);
          // end(), not destroy(): destroying here drops the client's Finished, and the server completes nothing.
          socket.resume();
        });
        if (wanted.session === 'ticket') socket.on('session', (ticket) => (this.#tickets[lane] = ticket));
        socket.once('error', fail);
        socket.once('close', () => {
          if (!good) recorder.fail(row, describeError('client', step, new Error('the server closed the connection')));
          finish();
        });
      });
    });
  }
}
