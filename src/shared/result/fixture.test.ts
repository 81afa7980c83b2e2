import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ResultDocument } from './document.ts';
import { buildResult } from '../../../tests/fixtures/result-fixture.ts';

describe('the sample result', () => {
  it('is what its script builds', async () => {
    await expect(`${JSON.stringify(buildResult(), null, 1)}\n`).toMatchFileSnapshot('../../../tests/fixtures/result.json');
  });

  it('is a result document', () => {
    const document = ResultDocument.parse(JSON.parse(readFileSync(new URL('../../../tests/fixtures/result.json', import.meta.url), 'utf8')));
    expect(document.arms).toHaveLength(9);
    expect(document.arms.filter((arm) => arm.state === 'failed')).toHaveLength(1);
  });
});
