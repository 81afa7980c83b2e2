import { describe, expect, it } from 'vitest';
import type { JoinedRow } from '../run/join.ts';
import type { Flow } from './capture.ts';
import { judgePackets, matchFlows } from './packets.ts';

const row = (port: number, startNs: number, numbers: Record<string, number> = { write0Start: 50_000, write1Start: 650_000 }): JoinedRow => ({ quantity: 'ns', position: 0, port, startNs, client: { numbers: { start: 0, end: 700_000, ...numbers }, alpn: null, error: null }, server: null });
const flow = (port: number, helloNs: number, lastsNs: number | null): Flow => ({ port, serverPort: 443, clientHelloNs: helloNs, serverHelloNs: null, finishedNs: lastsNs === null ? null : helloNs + lastsNs });

describe('flows and handshakes', () => {
  it('belong together by port and time: a port may come again', () => {
    const rows = [row(5000, 0), row(5000, 2e9), row(5001, 3e9)];
    const flows = [flow(5000, 2e9 + 52_000, 601_000), flow(5000, 53_000, 603_000), flow(5001, 3e9 + 51_000, null)];
    expect(matchFlows(rows, flows)).toEqual({ twice: [{ oursNs: 600_000, theirsNs: 603_000 }, { oursNs: 600_000, theirsNs: 601_000 }], unseen: 1, blind: 0 });
  });

  it('of a stack without writes cannot be compared', () => {
    expect(matchFlows([row(1, 0, {})], [])).toEqual({ twice: [], unseen: 0, blind: 1 });
    expect(judgePackets('a', { twice: [], unseen: 0, blind: 40 }, 0)).toMatchObject({ agrees: null, reason: expect.stringContaining('no writes') as string });
  });

  it('with a HelloRetryRequest reach to the last write', () => {
    expect(matchFlows([row(1, 0, { write0Start: 10, write1Start: 400, write2Start: 900 })], [flow(1, 20, 891)]).twice).toEqual([{ oursNs: 890, theirsNs: 891 }]);
  });
});

describe('the verdict', () => {
  const seen = (offsetNs: number, count = 100, unseen = 0) => ({ twice: Array.from({ length: count }, (_, index) => ({ oursNs: 600_000 + offsetNs + (index % 10) * 100, theirsNs: 600_000 })), unseen, blind: 0 });

  it('is that they agree within 2 %', () => {
    expect(judgePackets('a', seen(3_000), 0)).toMatchObject({ agrees: true, bound: [-12_000, 12_000], count: 100, reason: null });
    expect(judgePackets('a', seen(13_000), 0).agrees).toBe(false);
    expect(judgePackets('a', seen(-13_000), 0).agrees).toBe(false);
  });

  it('is open with too few', () => expect(judgePackets('a', seen(0, 19), 0)).toMatchObject({ agrees: null, reason: '19 handshakes were seen by both; 20 are needed' }));

  it('is no where handshakes are missing among the packets and the kernel dropped none', () => {
    expect(judgePackets('a', seen(0, 100, 5), 0)).toMatchObject({ agrees: false, reason: expect.stringContaining('5 handshakes were not seen') as string });
    expect(judgePackets('a', seen(0, 100, 5), 7).agrees).toBe(true);
  });
});
