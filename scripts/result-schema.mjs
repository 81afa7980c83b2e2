// `node scripts/result-schema.mjs`: writes docs/result.schema.json from the schema in the code; --check only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'vite';
import { z } from 'zod';
import { inRoot } from './setup/paths.mjs';

const server = await createServer({ root: inRoot(), configFile: false, server: { middlewareMode: true }, appType: 'custom', logLevel: 'error' });
const { ResultDocument } = await server.ssrLoadModule('/src/shared/result/document.ts');
const text = `${JSON.stringify(z.toJSONSchema(ResultDocument, { io: 'output', unrepresentable: 'any' }), null, 1)}\n`;
await server.close();

const path = inRoot('docs/result.schema.json');
if (!process.argv.includes('--check')) writeFileSync(path, text);
else if (readFileSync(path, 'utf8') !== text) {
  process.stderr.write('docs/result.schema.json is not what the code says; run node scripts/result-schema.mjs\n');
  process.exitCode = 1;
}
