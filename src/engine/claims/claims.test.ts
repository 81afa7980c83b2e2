import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { judgeAll, keepDeciding, readDeciding } from './claims.ts';
import { readClaimFiles } from './files.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hslab-claims-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the claims', () => {
  it('are read from their files, each under its file’s id and in both languages', () => {
    const files = readClaimFiles(root);
    expect(files.filter(({ scenario }) => scenario !== null).map(({ id }) => id)).toEqual(['handshake-go-dotnet', 'cross-check', 'key-exchange', 'resumption', 'zero-rtt', 'allocations']);
    expect(files).toHaveLength(18);
    const ids = files.flatMap(({ claims }) => claims.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are not built, or not run, until a run decides them', () => {
    const open = (): never => {
      throw new Error('gone');
    };
    const before = judgeAll(readClaimFiles(root), {}, [], open).flatMap(({ claims }) => claims);
    expect(new Set(before.map(({ verdict }) => verdict))).toEqual(new Set(['not built yet', 'not run yet']));
    expect(before.every(({ run, measured }) => run === null && measured === null)).toBe(true);
    const lost = judgeAll(readClaimFiles(root), { allocations: 'some-run' }, [], open).find(({ id }) => id === 'allocations')?.claims[0];
    expect(lost).toMatchObject({ verdict: 'not run yet', reason: { en: expect.stringContaining('gone') } });
  });

  it('remember the run that decided each file', () => {
    expect(readDeciding(folder)).toEqual({});
    keepDeciding(folder, 'allocations', 'one');
    keepDeciding(folder, 'zero-rtt', 'two');
    keepDeciding(folder, 'allocations', 'three');
    expect(readDeciding(folder)).toEqual({ allocations: 'three', 'zero-rtt': 'two' });
    writeFileSync(join(folder, 'claims.json'), 'no JSON');
    expect(readDeciding(folder)).toEqual({});
  });
});
