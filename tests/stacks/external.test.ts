/** Servers that are not ours, with their own recipes and with a person's configuration file. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXTERNAL_SERVERS } from '../../src/shared/servers.ts';
import { findServer } from '../../src/engine/servers/find.ts';
import { makeWorld, measuredBy, processesWith, type World } from './world.ts';

let world: World;
let available: Set<string>;

beforeAll(async () => {
  world = makeWorld();
  available = new Set((await world.engine.stacks.list()).filter((stack) => stack.available).flatMap((stack) => [stack.family, stack.id]));
});
afterAll(() => world.close());

const SHORT = { length: { handshakes: 12 }, observe: ['timing' as const], longBlocks: false };

describe('a server that is not ours', () => {
  for (const family of EXTERNAL_SERVERS) {
    it(`${family} is measured from the client’s side, with every client`, async (context) => {
      if (!available.has(family) || !available.has('openssl')) context.skip();
      const clients = ['openssl', 'go', 'dotnet', 'node'].filter((client) => available.has(client));
      const { arms, refused } = await world.run({ stacks: { client: clients, server: family }, session: { resumption: ['full', 'ticket'] }, ...SHORT });
      expect(refused).toEqual([]);
      for (const arm of arms) {
        expect([arm.id, arm.reason, arm.serverSeen, arm.failed]).toEqual([arm.id, null, false, 0]);
        expect(measuredBy(arm)).toBeGreaterThanOrEqual(12);
        expect([arm.negotiated.version, arm.negotiated.group]).toEqual(['1.3', 'x25519']);
        expect(arm.cpu.serverNs).toBeGreaterThan(10_000);
        expect(arm.phases.server).toEqual([]);
      }
      expect(processesWith('hslab-keys')).toEqual([]);
    });
  }

  it('negotiates the version and group that were asked for, and a HelloRetryRequest', async (context) => {
    if (!available.has('nginx') || !available.has('openssl')) context.skip();
    const { arms } = await world.run({ stacks: { client: 'openssl', server: 'nginx' }, tls: [1.2, 1.3], keyExchange: { groups: ['p384'], retry: [false, true] }, ...SHORT });
    expect(arms.map(({ reason, negotiated }) => [reason, negotiated.version, negotiated.group, negotiated.helloRetryRequest])).toEqual([[null, '1.2', 'secp384r1', false], [null, '1.3', 'secp384r1', false], [null, '1.3', 'secp384r1', true]]);
  });

  const CONFIG = 'events {}\npid {{folder}}/pid;\nerror_log stderr;\nmaster_process off;\nhttp { access_log off; client_body_temp_path {{folder}}/b; proxy_temp_path {{folder}}/p; fastcgi_temp_path {{folder}}/f; uwsgi_temp_path {{folder}}/u; scgi_temp_path {{folder}}/s;\nserver { listen 127.0.0.1:{{port}} ssl; ssl_certificate {{certificate}}; ssl_certificate_key {{key}}; ssl_protocols TLSv1.3; ssl_ecdh_curve P-256; } }\n';
  const run = (config: string, groups: 'p256' | 'x25519' = 'p256') => {
    const path = join(world.folder, 'own-nginx.conf');
    writeFileSync(path, config);
    return world.run({ stacks: { client: 'openssl', server: 'nginx' }, keyExchange: { groups }, servers: { nginx: { config: path } }, ...SHORT });
  };

  it('takes a person’s own configuration', async (context) => {
    if (!available.has('nginx') || !available.has('openssl')) context.skip();
    expect((await run(CONFIG)).arms[0]).toMatchObject({ state: 'good', negotiated: { group: 'secp256r1' } });
    // What it makes of the arm's wishes is asserted as ever.
    expect((await run(CONFIG, 'x25519')).arms[0]?.reason).toMatch(/handshake_failure|alert/);
  });

  it('says in its own words why it rejects a configuration', async (context) => {
    if (!available.has('nginx') || !available.has('openssl')) context.skip();
    const { arms } = await run(CONFIG.replace('ssl_protocols', 'ssl_protocol_list'));
    expect(arms[0]).toMatchObject({ state: 'failed', reason: expect.stringMatching(/nginx server ended with code 1\. It said:\n.*unknown directive "ssl_protocol_list" in .*own|unknown directive "ssl_protocol_list"/s) });
    expect((await run(CONFIG.replace('{{port}}', '443'))).arms[0]?.reason).toMatch(/servers\.nginx\.config: .*own-nginx\.conf does not hold \{\{port\}\}/);
  });

  it('is refused where a client cannot close first, or an exchange is asked for', async () => {
    if (findServer('s-server') === null) return;
    const { Scenario } = await import('../../src/shared/scenario/schema.ts');
    const planned = world.engine.plan(Scenario.parse({ stacks: { client: 'node', server: 's-server' }, exchange: {} }));
    await expect(planned).rejects.toThrow(/does not offer exchange: its answers are its own/);
  });
});
