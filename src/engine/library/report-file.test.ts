import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { untouched } from '../../shared/report/options.ts';
import { readKeptReport, writeKeptReport } from './report-file.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'hslab-kept-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('the choices for a report', () => {
  it('come back as they were, and leave nothing half written', () => {
    const path = join(folder, 'new', 'report.json');
    expect(readKeptReport(path)).toBeNull();
    const kept = { ...untouched('zh', 'arm'), notes: '# 备注\n\n`a|b`', title: 'T', author: 'A' };
    writeKeptReport(path, kept);
    expect(readKeptReport(path)).toEqual(kept);
    expect(readdirSync(join(folder, 'new'))).toEqual(['report.json']);
  });

  it('are put aside where they cannot be read', () => {
    const path = join(folder, 'report.json');
    for (const text of ['{', JSON.stringify({ ...untouched('en'), format: 2 }), JSON.stringify({ ...untouched('en'), notes: 'x'.repeat(30_000) })]) {
      writeFileSync(path, text);
      expect(readKeptReport(path)).toBeNull();
      expect(existsSync(path)).toBe(false);
      expect(readFileSync(`${path}.unreadable`, 'utf8')).toBe(text);
    }
  });
});
