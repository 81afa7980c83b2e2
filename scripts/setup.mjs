// `node scripts/setup.mjs`: set-up alone; tries again what failed before.
import { setUp } from './setup/index.mjs';

const results = await setUp({ retry: true });
const failed = Object.values(results).filter((result) => !result.ok);
process.stderr.write(failed.length === 0 ? 'Everything is set up.\n' : `${failed.length} of ${Object.keys(results).length} parts are not available; the rest works.\n`);
