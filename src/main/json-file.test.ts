import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { readJson, writeJson } from './json-file.ts';

const Schema = z.object({ theme: z.enum(['light', 'dark']).default('light') });
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hslab-test-'));
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  vi.restoreAllMocks();
});

describe('a JSON file', () => {
  it('is read as it was written, and leaves nothing beside it', () => {
    const file = join(folder, 'deeper', 'settings.json');
    writeJson(file, { theme: 'dark' });
    expect(readJson(file, Schema)).toEqual({ theme: 'dark' });
    expect(readdirSync(join(folder, 'deeper'))).toEqual(['settings.json']);
  });

  it('gives the defaults where there is none, without a word', () => {
    expect(readJson(join(folder, 'none.json'), Schema)).toEqual({ theme: 'light' });
    expect(console.error).not.toHaveBeenCalled();
  });

  it.each(['{"theme": "dar', '{"theme": "purple"}', '[]', 'null', ''])('gives the defaults where it holds something else, and says so: %s', (text) => {
    const file = join(folder, 'settings.json');
    writeFileSync(file, text);
    expect(readJson(file, Schema)).toEqual({ theme: 'light' });
    expect(console.error).toHaveBeenCalledOnce();
  });
});
