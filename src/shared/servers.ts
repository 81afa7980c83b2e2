/** Servers that are not workers of ours: a client's side is measured against them, theirs is not seen. */
export const EXTERNAL_SERVERS = ['nginx', 'haproxy', 'caddy', 's-server'] as const;
export type ExternalServerFamily = (typeof EXTERNAL_SERVERS)[number];

export const isExternal = (family: string): family is ExternalServerFamily => (EXTERNAL_SERVERS as readonly string[]).includes(family);

/** `nginx1.22` → nginx; null for a stack of workers. */
export const externalFamilyOf = (id: string): ExternalServerFamily | null => EXTERNAL_SERVERS.find((family) => id === family || (id.startsWith(family) && /^[0-9]/.test(id.slice(family.length)))) ?? null;
