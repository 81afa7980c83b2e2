/** How arms and stacks are written in this window: protocol and stack names stay as they are. */

/** `go1.27→dotnet10 · x25519` with room around the arrow. */
export const armName = (id: string): string => id.replace('→', ' → ');

/** `go1.27.3`, `dotnet10.0.12`: the family is not said twice. */
export function stackVersion(stack: string, version: string | null): string {
  if (version === null) return stack;
  const family = stack.replace(/[0-9.]+$/, '');
  return version.startsWith(family) ? version : `${family}${version.replace(/^v/, '')}`;
}
