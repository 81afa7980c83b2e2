import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ReportOptions } from '../../shared/ipc/contract.ts';
import { ResultDocument } from '../../shared/result/document.ts';
import { footer, header } from './header-footer.ts';

const document = ResultDocument.parse(JSON.parse(readFileSync(new URL('../../../tests/fixtures/result.json', import.meta.url), 'utf8')));
const options = ReportOptions.parse({ language: 'zh', title: 'a <b> & "c"', sections: ['verdict'], paper: 'A4' });

describe('a page’s header and footer', () => {
  it('keep a title from being markup', () => {
    expect(header(options)).toContain('a &#60;b&#62; &#38; &#34;c&#34;');
  });

  it('say the date, the seed and the page in the report’s language', () => {
    expect(footer(document, options)).toContain(`种子 ${document.run.seed}`);
    expect(footer(document, options)).toContain('第 <span class="pageNumber"></span> 页，共 <span class="totalPages"></span> 页');
    expect(footer(document, { ...options, language: 'en' })).toContain('page <span class="pageNumber"></span> of <span class="totalPages"></span>');
  });
});
