// Stands in for Electron's default app: `electron [switches] FOLDER [arguments]` runs the app in FOLDER.
// Honours `-r FILE` as the original does (Playwright's loader comes that way).
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const required = [];
let folder = null;
const rest = process.argv.slice(1);
for (let index = 0; index < rest.length && folder === null; index++) {
  if (rest[index] === '-r' || rest[index] === '--require') required.push(rest[++index]);
  else if (!rest[index].startsWith('-')) folder = resolve(rest[index]);
}

if (folder === null) {
  process.stderr.write('usage: electron [switches] <app folder> [arguments]\n');
  app.exit(2);
} else {
  const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  process.defaultApp = true;
  app.setName(about.productName ?? about.name);
  app.setVersion(about.version);
  app.setAppPath(folder);
  app.setPath('userData', join(app.getPath('appData'), app.getName()));
  const require = createRequire(import.meta.url);
  for (const file of required) require(resolve(file));
  await import(pathToFileURL(join(folder, about.main)).href);
}
