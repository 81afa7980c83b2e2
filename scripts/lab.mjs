// `npm run -s lab -- …`: set-up, silent when there is nothing to do, then the command line.
import { launch } from './launch.mjs';
import { inRoot } from './setup/paths.mjs';
import { setUp } from './setup/index.mjs';

const { app } = await setUp();
process.exitCode = app.ok ? await launch(process.execPath, [inRoot('out/main/cli.js'), ...process.argv.slice(2)]) : 1;
