import { describe, expect, it } from 'vitest';
import { isSafeAddress, readNotes, wordsOf, type NoteBlock } from './notes.ts';

const types = (text: string): string => JSON.stringify(readNotes(text));
const words = (text: string): string => readNotes(text).map((block) => ('children' in block && block.type === 'paragraph' ? wordsOf(block.children) : '')).join('\n');

describe('notes', () => {
  it('keep what Markdown is written for', () => {
    const read = readNotes('# One\n\nSome *plain* **strong** ~~old~~ `code`.\n\n- a\n- [x] b\n\n1. c\n\n> said\n\n```\nx < y\n```\n\n---\n\n| p50 | p99 |\n| --: | --- |\n| 1 | 2 |');
    expect(read.map((block) => block.type)).toEqual(['heading', 'paragraph', 'list', 'list', 'blockquote', 'code', 'thematicBreak', 'table']);
    expect(read[0]).toMatchObject({ depth: 3 });
    expect(read[1]).toMatchObject({ children: [{}, { type: 'emphasis' }, {}, { type: 'strong' }, {}, { type: 'delete' }, {}, { type: 'inlineCode', value: 'code' }, {}] });
    expect(types('- [x] b')).toContain('☑ ');
    expect(read.at(-1)).toMatchObject({ align: ['right', null] });
  });

  it('hold no markup of the page: HTML is the text that it is', () => {
    for (const hostile of ['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', 'a <b onmouseover="x()">b</b> c', '<iframe src="file:///etc/passwd"></iframe>', '<style>*{display:none}</style>', '<!-- gone -->']) {
      const read = readNotes(hostile);
      expect(JSON.stringify(read)).not.toContain('"html"');
      expect(words(hostile).replace(/\s+/g, ' ')).toBe(hostile);
    }
  });

  it('load no image: it stands as a link, or as its words', () => {
    expect(readNotes('![flame](https://example.org/a.png)')).toEqual([{ type: 'paragraph', children: [{ type: 'link', url: 'https://example.org/a.png', children: [{ type: 'text', value: 'flame' }] }] }]);
    expect(types('![flame](file:///etc/passwd)')).not.toContain('file:');
    expect(types('![flame][one]\n\n[one]: data:text/html;base64,AAAA')).not.toContain('data:');
    expect(types('![x](https://example.org)')).not.toContain('"image"');
  });

  it('take the address from links that are not http, https or mailto', () => {
    for (const url of ['javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'java\tscript:alert(1)', 'data:text/html,<script>', 'file:///etc/passwd', 'vbscript:x', '//example.org/x', 'app://lab/index.html', 'https:example']) {
      expect(isSafeAddress(url), url).toBe(false);
      const read = readNotes(`[here](<${url}>)`);
      expect(JSON.stringify(read), url).not.toContain('"link"');
      expect(words(`[here](<${url}>)`)).toContain('here');
    }
    expect(readNotes('[here](javascript:alert(1))')).toEqual([{ type: 'paragraph', children: [{ type: 'text', value: 'here' }] }]);
    expect(readNotes('[here][x]\n\n[x]: javascript:alert(1)')).toEqual([{ type: 'paragraph', children: [{ type: 'text', value: 'here' }] }]);
    expect(types('[here](https://example.org/?a=1&b=2)')).toContain('"link"');
    expect(types('see www.example.org')).toContain('http://www.example.org');
  });

  it('put no link in a link, and lose no word', () => {
    const link = (readNotes('[![alt](https://example.org/a.png)](https://example.org)')[0] as Extract<NoteBlock, { type: 'paragraph' }>).children[0];
    expect(JSON.stringify(link)).not.toContain('a.png');
    expect(words('text[^1]\n\n[^1]: foot')).toContain('text[1]');
    expect(types('text[^1]\n\n[^1]: foot')).toContain('[1] ');
  });

  it('read anything', () => {
    for (const odd of ['', ' \n', '[', '![](', '***', '|a|\n|-|', '\u0000', '> '.repeat(200), '<'.repeat(5_000)]) expect(() => readNotes(odd)).not.toThrow();
    expect(readNotes('  \n ')).toEqual([]);
  });
});
