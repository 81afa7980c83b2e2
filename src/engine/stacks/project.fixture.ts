/** A temporary project with a tools.json of one's own and files that stand for programs. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface Project {
  readonly root: string;
  /** Writes a file under the root and returns its path. */
  put(name: string, content?: string): string;
  tools(tools: unknown): void;
  remove(): void;
}

export function makeProject(): Project {
  const root = mkdtempSync(join(tmpdir(), 'hslab-project-'));
  const put = (name: string, content = name): string => {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
  put('stacks/node/worker.mjs');
  put('stacks/node/lib/client.mjs');
  put(
    'resources/stack-versions.json',
    JSON.stringify({
      versions: [
        { id: 'go1.22', family: 'go' },
        { id: 'go1.26', family: 'go' },
        { id: 'go1.27', family: 'go' },
        { id: 'dotnet8', family: 'dotnet' },
        { id: 'dotnet10', family: 'dotnet' },
        { id: 'dotnet10-openssl3.5', family: 'dotnet' },
        { id: 'node24', family: 'node' },
        { id: 'openssl3.5', family: 'openssl' },
        { id: 'go-quic', family: 'go-quic' },
      ],
    }),
  );
  return { root, put, tools: (tools) => void put('.tools/tools.json', JSON.stringify(tools)), remove: () => rmSync(root, { recursive: true, force: true }) };
}
