import { describe, expect, it } from 'vitest';
import { pageFile } from './page-file.ts';

const folder = '/app/out/renderer';
const path = (address: string): string | null => pageFile(address, folder)?.path ?? null;

describe('the page’s files', () => {
  it('are served by their path', () => {
    expect(path('app://lab/index.html')).toBe('/app/out/renderer/index.html');
    expect(path('app://lab/index.html#print')).toBe('/app/out/renderer/index.html');
    expect(path('app://lab/')).toBe('/app/out/renderer/index.html');
    expect(path('app://lab/assets/a%20b.js')).toBe('/app/out/renderer/assets/a b.js');
    expect(pageFile('app://lab/assets/x.woff2', folder)?.type).toBe('font/woff2');
  });

  it.each([
    'app://other/index.html',
    'app://lab/..%2fmain%2findex.js',
    'app://lab/%2e%2e%2fmain%2findex.js',
    'app://lab/..%5cmain%5cindex.js',
    'app://lab/index.html%00.js',
    'app://lab/%E0%A4%A',
    'app://lab/assets/',
    'app://lab/notes.txt',
  ])('are all there is: %s', (address) => {
    expect(path(address)).toBeNull();
  });

  it.each(['app://lab/../main/index.js', 'app://lab/%2e%2e/%2e%2e/main/index.js'])('never lie outside, as a URL resolves such dots itself: %s', (address) => {
    expect(path(address)).toBe(`${folder}/main/index.js`);
  });
});
