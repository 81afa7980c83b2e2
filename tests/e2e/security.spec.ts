import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, projectRoot, test } from './lab.ts';

test('the page has no Node and one small door', async ({ lab }) => {
  expect(await lab.page.evaluate('[typeof process, typeof require, typeof module, typeof global, typeof Buffer]')).toEqual(Array(5).fill('undefined'));
  expect(await lab.page.evaluate('Object.keys(window.lab).sort()')).toEqual(['invoke', 'onMenu', 'pathOf']);
  expect(await lab.page.evaluate('window.labPrint')).toBeUndefined();
  expect(await lab.page.evaluate('location.href')).toMatch(/^app:\/\/lab\/index\.html/);
});

test('a bad request, an unknown channel and a missing run are answered, not thrown', async ({ lab }) => {
  expect(await lab.page.evaluate('window.lab.invoke("run:open", { run: 7 })')).toMatchObject({ ok: false, error: { code: 'bad-request' } });
  expect(await lab.page.evaluate('window.lab.invoke("run:start", { scenario: { stacks: {} }, replay: null })')).toMatchObject({ ok: false, error: { code: 'bad-request' } });
  expect(await lab.page.evaluate('window.lab.invoke("run:open")')).toMatchObject({ ok: false, error: { code: 'bad-request' } });
  expect(await lab.page.evaluate('window.lab.invoke("shell:open", {})')).toMatchObject({ ok: false, error: { code: 'bad-request' } });
  expect(await lab.invoke('run:open', { run: 'no such run' })).toMatchObject({ ok: false, error: { code: 'not-found' } });
  expect(await lab.invoke('run:open', { run: '../../etc' })).toMatchObject({ ok: false });
});

test('windows and navigation are refused', async ({ lab }) => {
  expect(await lab.page.evaluate('window.open("https://example.org") === null')).toBe(true);
  expect(await lab.page.evaluate('window.open("app://lab/index.html") === null')).toBe(true);
  await lab.page.evaluate('location.assign("https://example.org")');
  await lab.page.evaluate('location.assign("file:///etc/passwd")');
  await lab.page.evaluate('{ const a = document.createElement("a"); a.href = "https://example.org"; a.target = "_blank"; document.body.append(a); a.click(); a.remove(); }');
  await lab.page.waitForTimeout(300);
  expect(lab.page.url()).toMatch(/^app:\/\/lab\/index\.html/);
  expect(lab.app.windows()).toHaveLength(1);
});

test('nothing runs or leaves that the page did not bring', async ({ lab }) => {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked++;
    response.setHeader('access-control-allow-origin', '*').end('hello');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await lab.page.evaluate(`fetch("${address}").then(() => "came", () => "refused")`)).toBe('refused');
  expect(await lab.page.evaluate(`new Promise((resolve) => { const image = new Image(); image.onload = () => resolve("came"); image.onerror = () => resolve("refused"); image.src = "${address}/x.png"; })`)).toBe('refused');
  server.close();
  expect(asked).toBe(0);

  await lab.page.evaluate('{ const script = document.createElement("script"); script.textContent = "window.injected = true"; document.body.append(script); script.remove(); }');
  expect(await lab.page.evaluate('window.injected')).toBeUndefined();
  await lab.page.evaluate('document.body.insertAdjacentHTML("beforeend", `<img src="x:" onerror="window.injected = true">`)');
  await lab.page.waitForTimeout(100);
  expect(await lab.page.evaluate('window.injected')).toBeUndefined();

  for (const path of ['..%2fmain%2findex.js', '%2e%2e%2fmain%2findex.js', '..%5cmain%5cindex.js', 'notes.txt']) {
    expect(await lab.page.evaluate(`fetch("app://lab/${path}").then((response) => response.status)`), path).toBe(404);
  }
  expect(await lab.page.evaluate('fetch("app://elsewhere/index.html").then((response) => response.status, () => 404)')).toBe(404);
});

test('permissions are denied, copying is not', async ({ lab }) => {
  expect(await lab.page.evaluate('Notification.requestPermission()')).toBe('denied');
  expect(await lab.page.evaluate('navigator.mediaDevices.getUserMedia({ audio: true }).then(() => "given", (error) => error.name)')).not.toBe('given');
  expect(await lab.page.evaluate('navigator.permissions.query({ name: "geolocation" }).then(({ state }) => state)')).toBe('denied');
  expect(await lab.page.evaluate('navigator.permissions.query({ name: "clipboard-write" }).then(({ state }) => state)')).toBe('granted');
});

test('only the window’s own page is answered', async ({ lab }) => {
  const preload = join(projectRoot, 'out/preload/index.cjs');
  const answer = await lab.app.evaluate(async ({ BrowserWindow }, path) => {
    const other = new BrowserWindow({ show: false, webPreferences: { preload: path, sandbox: true, contextIsolation: true } });
    try {
      await other.loadURL('app://lab/index.html');
      return (await other.webContents.executeJavaScript('window.lab.invoke("library:list", {})')) as unknown;
    } finally {
      other.destroy();
    }
  }, preload);
  expect(answer).toMatchObject({ ok: false, error: { code: 'untrusted-sender' } });
});
