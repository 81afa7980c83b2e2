// `npm run bench [-- name …]`: set-up, then every benchmark (hooks, s_time, window, launch, flame, report), interleaved and as ratios.
import { setUp } from './setup/index.mjs';
import { inRoot } from './setup/paths.mjs';
import { launch } from './launch.mjs';
import { startDisplay } from './test/xvfb.mjs';

const { electron } = await setUp();
const display = electron.ok && !process.env.DISPLAY ? await startDisplay().catch(() => null) : null;
const env = { ...(display ? { DISPLAY: display.display } : {}), ...(electron.ok ? { ELECTRON_EXEC_PATH: electron.path } : {}) };
process.exitCode = await launch(process.execPath, [inRoot('node_modules/vitest/vitest.mjs'), 'run', '--config', 'vitest.bench.config.ts', ...process.argv.slice(2)], env);
display?.stop();
