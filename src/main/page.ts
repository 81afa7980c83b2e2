/** The page: which address is ours, how it is served, and what it may not do. */
import { app, protocol, session, type Session, type WebContents } from 'electron';
import { readFile } from 'node:fs/promises';
import { rendererFolder } from './folders.ts';
import { PAGE_HOST, pageFile } from './page-file.ts';

const SCHEME = 'app';
const BUILT = `${SCHEME}://${PAGE_HOST}`;
/** Set by electron-vite while developing; never believed in a package. */
const devServer = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL'];
const base = devServer === undefined ? BUILT : devServer.replace(/\/$/, '');

export const pageUrl = (hash = ''): string => `${base}/index.html${hash}`;
/** True of documents that we serve ourselves. `origin` of a custom scheme is "null" in Node's URL, so compare the parts. */
export function isOurs(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const [given, ours] = [new URL(address), new URL(base)];
  return given.protocol === ours.protocol && given.host === ours.host;
}

/** Before the app is ready: the scheme counts as a secure origin with fetch and module scripts. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }]);
}

/** Styles may be inline: the component library writes its theme as a style element. Nothing else may, and nothing leaves. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

async function serve(request: Request): Promise<Response> {
  const file = request.method === 'GET' ? pageFile(request.url, rendererFolder) : null;
  const body = file === null ? null : await readFile(file.path).catch(() => null);
  if (file === null || body === null) return new Response('not found', { status: 404, headers: { 'content-type': 'text/plain' } });
  return new Response(new Uint8Array(body), {
    headers: {
      'content-type': file.type,
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
    },
  });
}

/** Copying figures as text is the only permission the page has. */
const MAY = 'clipboard-sanitized-write';

/** Once the app is ready: serves the page, and refuses permissions, navigation, windows, views and downloads to whatever is loaded. */
export function guard(): void {
  const own: Session = session.defaultSession;
  own.protocol.handle(SCHEME, serve);
  own.setPermissionRequestHandler((contents, permission, answer) => answer(permission === MAY && isOurs(contents.getURL())));
  own.setPermissionCheckHandler((_contents, permission, origin) => permission === MAY && isOurs(origin));
  own.setDevicePermissionHandler(() => false);
  own.on('will-download', (event) => event.preventDefault());
  if (devServer === undefined) own.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !/^(app|devtools|blob|data|chrome-extension):/.test(details.url) }));
}

export function guardContents(contents: WebContents): void {
  contents.on('will-frame-navigate', (event) => {
    // The page may load itself again, and go nowhere else.
    const again = event.isMainFrame && event.url === contents.getURL() && isOurs(event.url);
    if (!again) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
