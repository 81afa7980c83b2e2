/** How each server that is not ours is found, configured and started. Pure, but for what it is given. */
import type { ExternalServerFamily } from '../../shared/servers.ts';
import type { Group, TlsVersion } from '../../shared/tls.ts';

/** What a server is started with. */
export interface Serving {
  readonly port: number;
  /** Of its own, gone when its keys are: configuration, temporary files. */
  readonly folder: string;
  /** Leaf, then intermediates. */
  readonly certificateFile: string;
  readonly keyFile: string;
  /** All of both, for who wants them in one. */
  readonly bundleFile: string;
  readonly leafFile: string;
  readonly intermediatesFile: string;
  readonly version: TlsVersion;
  readonly groups: readonly Group[];
  readonly alpn: readonly string[];
}

export interface Recipe {
  /** The program's name on PATH. */
  readonly program: string;
  /** What a person calls it. */
  readonly title: string;
  /** The Debian package. */
  readonly package: string;
  /** Arguments that make it say its version, and where that stands in what it says. */
  readonly version: { readonly args: readonly string[]; readonly pattern: RegExp };
  /** The library that it says it is built with. */
  readonly library: { readonly args: readonly string[]; readonly pattern: RegExp; readonly name: string };
  readonly groups: readonly Group[];
  readonly offers: readonly string[];
  /** The configuration that the workbench writes; null where all of it is arguments. A person's own file takes its place, with the same placeholders. */
  readonly config: ((serving: Serving) => string) | null;
  readonly args: (serving: Serving, configFile: string, config: string) => readonly string[];
}

const OPENSSL_GROUPS: Readonly<Record<Group, string>> = { x25519: 'X25519', p256: 'P-256', p384: 'P-384', p521: 'P-521', x25519mlkem768: 'X25519MLKEM768', secp256r1mlkem768: 'SecP256r1MLKEM768' };
const GO_GROUPS: Partial<Readonly<Record<Group, string>>> = { x25519: 'x25519', p256: 'secp256r1', p384: 'secp384r1', p521: 'secp521r1' };
/** TLS 1.2 takes the list for the curves of certificates too (RFC 8422, 5.1.1). */
const listed = (names: Partial<Readonly<Record<Group, string>>>, { groups, version }: Serving): string[] =>
  [...new Set([...groups, ...(version === '1.2' ? (['p256', 'p384'] as const) : [])])].flatMap((group) => names[group] ?? []);

const CLASSICAL: readonly Group[] = ['x25519', 'p256', 'p384', 'p521'];
const COMMON = ['role:server', 'tls:1.2', 'tls:1.3', 'session:full', 'session:ticket', 'session:cache', 'retry', 'key:ecdsa-p256', 'key:ecdsa-p384', 'key:rsa-2048', 'key:rsa-3072', 'key:rsa-4096', 'key:ed25519'];

export const RECIPES: Readonly<Record<ExternalServerFamily, Recipe>> = {
  nginx: {
    program: 'nginx', title: 'nginx', package: 'nginx-light', groups: CLASSICAL, offers: [...COMMON, 'connections'],
    version: { args: ['-v'], pattern: /nginx\/([0-9.]+)/ },
    library: { args: ['-V'], pattern: /built with OpenSSL ([0-9.]+)/, name: 'OpenSSL' },
    config: (serving) => `pid {{folder}}/nginx.pid;
error_log stderr warn;
worker_processes 1;
master_process off;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path {{folder}}/body; proxy_temp_path {{folder}}/proxy; fastcgi_temp_path {{folder}}/fastcgi; uwsgi_temp_path {{folder}}/uwsgi; scgi_temp_path {{folder}}/scgi;
  server {
    listen 127.0.0.1:{{port}} ssl;
    ssl_certificate {{certificate}};
    ssl_certificate_key {{key}};
    ssl_protocols TLSv${serving.version};
    ssl_ecdh_curve ${listed(OPENSSL_GROUPS, serving).join(':')};
    ssl_session_tickets on;
    return 204;
  }
}
`,
    args: ({ folder }, configFile, config) => ['-e', 'stderr', '-p', folder, '-c', configFile, ...(/^\s*daemon\s/m.test(config) ? [] : ['-g', 'daemon off;'])],
  },
  haproxy: {
    program: 'haproxy', title: 'HAProxy', package: 'haproxy', groups: CLASSICAL, offers: [...COMMON, 'alpn', 'connections', 'threads'],
    version: { args: ['-v'], pattern: /HAProxy version ([0-9.]+)/ },
    library: { args: ['-vv'], pattern: /Running on OpenSSL version : OpenSSL ([0-9.]+)/, name: 'OpenSSL' },
    config: (serving) => `global
  nbthread 1
  tune.ssl.default-dh-param 2048
defaults
  mode http
  timeout client 5s
  timeout connect 5s
  timeout server 5s
frontend lab
  bind 127.0.0.1:{{port}} ssl crt {{bundle}} curves ${listed(OPENSSL_GROUPS, serving).join(':')} ssl-min-ver TLSv${serving.version} ssl-max-ver TLSv${serving.version}${serving.alpn.length > 0 ? ` alpn ${serving.alpn.join(',')}` : ''}
  http-request return status 204
`,
    args: (_serving, configFile) => ['-db', '-f', configFile],
  },
  caddy: {
    program: 'caddy', title: 'Caddy', package: 'caddy', groups: CLASSICAL, offers: [...COMMON, 'connections', 'threads'],
    version: { args: ['version'], pattern: /v?([0-9]+\.[0-9]+\.[0-9]+)/ },
    library: { args: ['build-info'], pattern: /^go\s+go([0-9.]+)/m, name: 'crypto/tls' },
    config: (serving) => `{
	admin off
	auto_https off
}
:{{port}} {
	bind 127.0.0.1
	tls {{certificate}} {{key}} {
		protocols tls${serving.version} tls${serving.version}
		curves ${listed(GO_GROUPS, serving).join(' ')}
	}
	respond 204
}
`,
    args: (_serving, configFile) => ['run', '--config', configFile, '--adapter', configFile.endsWith('.json') ? 'json5' : 'caddyfile'],
  },
  's-server': {
    program: 'openssl', title: 'openssl s_server', package: 'openssl', groups: CLASSICAL, offers: [...COMMON, 'alpn'],
    version: { args: ['version'], pattern: /OpenSSL ([0-9.]+)/ },
    library: { args: ['version'], pattern: /OpenSSL ([0-9.]+)/, name: 'OpenSSL' },
    config: null,
    args: (serving) => [
      's_server', '-accept', `127.0.0.1:${serving.port}`, '-cert', serving.leafFile, '-cert_chain', serving.intermediatesFile, '-key', serving.keyFile, '-quiet',
      serving.version === '1.3' ? '-tls1_3' : '-tls1_2', '-groups', listed(OPENSSL_GROUPS, serving).join(':'), ...(serving.alpn.length > 0 ? ['-alpn', serving.alpn.join(',')] : []),
    ],
  },
};

/** Placeholders that a configuration may hold. */
export const PLACEHOLDERS = ['port', 'certificate', 'key', 'bundle', 'folder'] as const;

export function filled(template: string, { port, certificateFile, keyFile, bundleFile, folder }: Serving): string {
  const values: Readonly<Record<(typeof PLACEHOLDERS)[number], string>> = { port: String(port), certificate: certificateFile, key: keyFile, bundle: bundleFile, folder };
  return template.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => (name in values ? values[name as (typeof PLACEHOLDERS)[number]] : whole));
}

/** What keeps a person's own configuration from being measured; null where nothing does. */
export const configProblem = (template: string): string | null =>
  template.includes('{{port}}') ? null : `does not hold {{port}}; write "127.0.0.1:{{port}}" where the server listens (and {{certificate}} and {{key}}, or {{bundle}}, where its certificate and key go)`;
