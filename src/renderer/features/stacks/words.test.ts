import { expect, it } from 'vitest';
import { after, shownBy } from './words.ts';

it('takes the tokens of one kind', () => expect(after(['group:x25519', 'key:ed25519', 'group:p256'], 'group:')).toEqual(['x25519', 'p256']));

it('says instants and facts apart, and the calls of one kind once', () => {
  const observes = ['client.start', 'client.version', 'client.read0Start', 'client.read0End', 'client.read1Start', 'client.read1End', 'client.read0Bytes', 'client.write0Bytes', 'client.bytesRead', 'server.parsed', 'client.bytes'];
  expect(shownBy(observes, 'client')).toEqual({ instants: ['start', 'read 1…2'], facts: ['version', 'bytesRead', 'bytes', 'read 1 bytes', 'write 1 bytes'] });
  expect(shownBy(observes, 'server')).toEqual({ instants: ['parsed'], facts: [] });
});
