/** The wire of real handshakes: recorded, read, and opened by Wireshark's own program. */
import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileSink } from '../../src/engine/index.ts';
import { makeWorld, type World } from './world.ts';

let world: World;
let available: Set<string>;

beforeAll(async () => {
  world = makeWorld();
  available = new Set((await world.engine.stacks.list()).filter((stack) => stack.available).flatMap((stack) => [stack.family, stack.id]));
});
afterAll(() => world.close());

const TSHARK = '/usr/bin/tshark';

describe('the wire', () => {
  it('is recorded for every pair of stacks of which one tells its keys, and every record is read', async (context) => {
    if (!available.has('openssl')) context.skip();
    const stacks = ['openssl', 'go', 'dotnet', 'node'].filter((family) => available.has(family));
    const { wire, arms } = await world.run({ stacks: { client: stacks, server: stacks }, length: { handshakes: 6 }, observe: ['timing', 'wire'], longBlocks: false });
    expect(wire.map(({ arm }) => arm)).toEqual(arms.map(({ id }) => id));
    for (const arm of wire) {
      expect([arm.arm, arm.reason, arm.unread, arm.roundTrips]).toEqual([arm.arm, null, 0, 1]);
      expect(arm.handshakes).toBeGreaterThanOrEqual(8);
      expect(arm.messages.map(({ name }) => name)).toEqual(expect.arrayContaining(['ClientHello', 'ServerHello', 'EncryptedExtensions', 'Certificate', 'CertificateVerify', 'Finished']));
      // A chain of two certificates is over a kilobyte.
      expect(arm.serverBytes).toBeGreaterThan(1_000);
      // What the relay saw lies within what the client says.
      const { messages, phases } = arm.example ?? { messages: [], phases: [] };
      const whole = phases.find(({ id }) => id === 'c');
      expect(messages[0]).toMatchObject({ name: 'ClientHello', from: 'client' });
      expect(messages[0]?.atNs).toBeGreaterThan(0);
      expect(messages.find(({ name, from }) => name === 'Finished' && from === 'server')?.atNs).toBeLessThan((whole?.startNs ?? 0) + (whole?.ns ?? 0));
    }
  });

  it('costs a round trip more with a HelloRetryRequest and with TLS 1.2, and holds early data', async (context) => {
    if (!available.has('openssl')) context.skip();
    const own = { client: 'openssl', server: 'openssl' } as const;
    const short = { length: { handshakes: 6 }, observe: ['timing' as const, 'wire' as const], longBlocks: false };
    const retried = await world.run({ stacks: own, keyExchange: { retry: true }, ...short });
    expect(retried.wire[0]).toMatchObject({ roundTrips: 2, unread: 0 });
    expect(retried.wire[0]?.messages.map(({ name }) => name)).toContain('HelloRetryRequest');
    const old = await world.run({ stacks: own, tls: 1.2, session: { resumption: ['full', 'ticket'] }, ...short });
    expect(old.wire.map(({ roundTrips, unread }) => [roundTrips, unread])).toEqual([[2, 0], [1, 0]]);
    const early = await world.run({ stacks: own, session: { resumption: 'ticket', earlyData: 'accepted' }, exchange: {}, network: { roundTrip: '5ms' }, ...short });
    expect(early.wire[0]).toMatchObject({ unread: 0 });
    const sent = early.wire[0]?.example?.messages.filter(({ from }) => from === 'client').map(({ name }) => name) ?? [];
    expect(sent.indexOf('Application Data')).toBeLessThan(sent.indexOf('EndOfEarlyData'));
  });

  it('is written as pcapng that tshark opens with every handshake message decrypted', async (context) => {
    if (!available.has('openssl')) context.skip();
    if (!existsSync(TSHARK)) context.skip();
    const { run, wire } = await world.run({ stacks: { client: 'openssl', server: 'openssl' }, tls: [1.2, 1.3], session: { resumption: ['full', 'ticket'] }, length: { handshakes: 6 }, observe: ['timing', 'wire'], longBlocks: false });
    expect(statSync(join(run.folder, 'wire.json')).mode & 0o077).toBe(0);
    const path = join(world.folder, 'wire.pcapng');
    await world.engine.export(run.id, { as: 'pcapng', arm: null }, () => fileSink(path, { secret: true }));
    expect(statSync(path).mode & 0o077).toBe(0);
    const fields = (...names: string[]): string[][] => execFileSync(TSHARK, ['-r', path, '-Y', 'tls.handshake || tls.record', '-T', 'fields', ...names.flatMap((field) => ['-e', field])], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim().split('\n').map((line) => line.split('\t'));
    const types = fields('tls.handshake.type').flatMap(([all]) => (all ?? '').split(',')).filter((type) => type !== '').map(Number);
    const count = (type: number): number => types.filter((one) => one === type).length;
    const ours = (message: string): number => wire.reduce((sum, { messages, handshakes }) => sum + messages.filter((one) => one.name === message).reduce((own, { perHandshake }) => own + Math.round(perHandshake * handshakes), 0), 0);
    // ClientHello, ServerHello, NewSessionTicket, EncryptedExtensions, Certificate, CertificateVerify, Finished
    for (const [type, message] of [[1, 'ClientHello'], [2, 'ServerHello'], [4, 'NewSessionTicket'], [8, 'EncryptedExtensions'], [11, 'Certificate'], [15, 'CertificateVerify'], [20, 'Finished']] as const) {
      expect([message, count(type)]).toEqual([message, ours(message)]);
      expect(count(type)).toBeGreaterThan(0);
    }
    expect(execFileSync(TSHARK, ['-r', path, '-Y', 'tcp.analysis.flags || tcp.checksum.status == 0 || ip.checksum.status == 0'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })).toBe('');
  });

  it('is missed in words where no run recorded it', async () => {
    const { run } = await world.run({ stacks: { client: 'node', server: 'node' }, length: { handshakes: 6 }, observe: ['timing'], longBlocks: false });
    expect(() => world.engine.exportName(run.id, { as: 'pcapng', arm: null })).toThrow(/wire among “observe”/);
  });
});
