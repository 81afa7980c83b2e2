import { describe, expect, it } from 'vitest';
import { footer, header } from './header-footer.ts';

describe('a page’s header and footer', () => {
  it('keep a title from being markup', () => {
    expect(header('a <b> & "c"')).toContain('a &#60;b&#62; &#38; &#34;c&#34;');
  });

  it('say the date, the seed and the page in the report’s language', () => {
    const foot = { date: '2026-11-23 12:11 UTC', seed: 42 };
    expect(footer(foot, 'zh')).toContain('2026-11-23 12:11 UTC · 种子 42');
    expect(footer(foot, 'zh')).toContain('第 <span class="pageNumber"></span> 页，共 <span class="totalPages"></span> 页');
    expect(footer(foot, 'en')).toContain('page <span class="pageNumber"></span> of <span class="totalPages"></span>');
    expect(footer({ ...foot, seed: null }, 'en')).not.toContain('seed');
  });
});
