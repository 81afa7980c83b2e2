import { describe, expect, it } from 'vitest';
import { diagnosticsText, withoutPerson, type DiagnosticFacts } from './diagnostics.ts';
import { Settings } from './ipc/contract.ts';
import { atLeast, logText, parseLog } from './log.ts';

const PERSON = { home: '/home/mei.lin', user: 'mei.lin', host: 'ws-17.lab.example' };

describe('what says who and where the person is', () => {
  it.each([
    ['/home/mei.lin/runs/a.hsrun', '~/runs/a.hsrun'],
    ['/home/mei.lin', '~'],
    ['/home/mei.lin-old/x', '/home/<user>-old/x'],
    ['mei.lin@ws-17.lab.example: no such file', '<user>@<host>: no such file'],
    ['on WS-17 for MEI.LIN', 'on <host> for <user>'],
    ['meixlin is another', 'meixlin is another'],
  ])('%j becomes %j', (text, expected) => expect(withoutPerson(text, PERSON)).toBe(expected));
  it('is removed on Windows, too, as it is and inside JSON', () => {
    expect(withoutPerson('C:\\Users\\Mei\\x "C:\\\\Users\\\\Mei\\\\y" C:/Users/Mei/z', { home: 'C:\\Users\\Mei', user: 'Mei', host: 'PC' })).toBe('~\\x "~\\\\y" ~/z');
  });
  it('leaves the root of a chain alone', () => expect(withoutPerson('/root/x: untrusted root CA', { home: '/root', user: 'root', host: 'h' })).toBe('~/x: untrusted root CA'));
  it('leaves a stack alone whose name begins like the user’s', () => expect(withoutPerson('go1.27 of go', { home: '/', user: 'go', host: 'h' })).toBe('go1.27 of <user>'));
  it.each([
    [`CLIENT_RANDOM ${'ab'.repeat(32)} ${'cd'.repeat(48)}`, 'CLIENT_RANDOM <hex> <hex>'],
    ['-----BEGIN PRIVATE KEY-----\nMIG\n-----END PRIVATE KEY----- after', '<PEM> after'],
    ['https://me:pass@proxy.example:3128/', 'https://<credentials>@proxy.example:3128/'],
    ['Authorization: Bearer abc.def, token=xyz', 'Authorization: <removed>, token=<removed>'],
    ['client_secret=abc123 NPM_TOKEN=abc123 DB_PASSWORD: abc123', 'client_secret=<removed> NPM_TOKEN=<removed> DB_PASSWORD: <removed>'],
    ['{"password":"two words"}', '{"password":<removed>}'],
    ['tokenizer: fine', 'tokenizer: fine'],
  ])('secrets: %j', (text, expected) => expect(withoutPerson(text, PERSON)).toBe(expected));
});

it('the whole text says what there is and why something is not, and nothing of the person', () => {
  const facts: DiagnosticFacts = {
    at: '2026-01-02T03:04:05.678Z', versions: { app: '0.2.0', Electron: '45' }, platform: 'linux x64',
    settings: Settings.parse({ runsFolder: '/home/mei.lin/measured' }), folders: { runs: '/home/mei.lin/measured' },
    topology: { ok: false, reason: 'the engine on ws-17 ended' },
    stacks: { ok: true, value: [{ id: 'go1.27', family: 'go', available: false, reason: '/home/mei.lin/go is empty', remedy: 'run set-up', version: null, library: null, offers: [], observes: [], not: [] }] },
    log: [{ at: '2026-01-02T03:04:05.000Z', level: 'error', text: 'cannot write /home/mei.lin/runs for mei.lin' }],
  };
  const text = diagnosticsText(facts, PERSON);
  expect(text).not.toMatch(/mei|ws-17|lab\.example/i);
  for (const said of ['app: 0.2.0', 'go1.27: missing: ~/go is empty; run set-up', 'could not be had: the engine on <host> ended', 'runsFolder: "~/measured"', 'error cannot write ~/runs for <user>']) expect(text).toContain(said);
});

describe('the log', () => {
  const TEXT = '2026-01-02T03:04:05.678Z info started\n2026-01-02T03:04:06.000Z error broke\n    at line 1\n2026-01-02T03:04:07.000Z warn slow\n';
  it('keeps what belongs together, and the last entries', () => {
    expect(parseLog(TEXT).map(({ text }) => text)).toEqual(['started', 'broke\n    at line 1', 'slow']);
    expect(parseLog(TEXT, 1).map(({ level }) => level)).toEqual(['warn']);
    expect(parseLog(logText(parseLog(TEXT)))).toEqual(parseLog(TEXT));
  });
  it('is filtered by how bad it is', () => expect((['error', 'warn', 'info'] as const).map((level) => atLeast(parseLog(TEXT), level).length)).toEqual([1, 2, 3]));
});
