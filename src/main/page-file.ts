/** Which file of the page an address means. */
import { extname, join, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
};

/** The host of the page's addresses. */
export const PAGE_HOST = 'lab';

/** The file and its type, or null where the address names none of the page's. */
export function pageFile(address: string, folder: string): { path: string; type: string } | null {
  const url = new URL(address);
  if (url.host !== PAGE_HOST) return null;
  let path: string;
  try {
    path = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  if (path.includes('\0') || path.includes('\\')) return null;
  const file = join(folder, path === '/' ? 'index.html' : path);
  const type = TYPES[extname(file)];
  return type !== undefined && file.startsWith(folder + sep) ? { path: file, type } : null;
}
