/** Where the relay is: it stands between client and server, and is built beside the Go worker. */
import { dirname, join } from 'node:path';
import { has, readTools } from '../stacks/tools.ts';

/** The path of `hslab-relay`, whether it is there or not; null where the Go worker has not been built, and so no relay. */
export function relayPath(projectRoot: string): string | null {
  const { go } = readTools(projectRoot).workers;
  return has(go) ? join(dirname(go.path), 'hslab-relay') : null;
}
