// `npm run setup`: set-up alone; tries again what failed before.
// `npm run setup -- --with go1.22,dotnet8` (or all): and further versions of the stacks, which then stay.
import { parseArgs } from 'node:util';
import { addVersions, setUp } from './setup/index.mjs';
import { parseIds, VERSIONS } from './setup/stack-versions.mjs';

const USAGE = `usage: npm run setup -- [--with LIST | --add LIST]
  --with LIST  set up everything, and these versions of stacks too
  --add LIST   add these versions and leave everything else as it is
LIST: all, or some of ${VERSIONS.map(({ id }) => id).join(',')}
`;
const say = (text) => process.stderr.write(text);

function refuse(why) {
  say(`${why}\n${USAGE}`);
  process.exit(2);
}

function parse() {
  try {
    return parseArgs({ options: { with: { type: 'string' }, add: { type: 'string' }, help: { type: 'boolean' } } }).values;
  } catch (error) {
    return refuse(error.message);
  }
}

const given = parse();
if (given.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
if (given.with !== undefined && given.add !== undefined) refuse('give --with or --add, not both');
const list = given.with ?? given.add;
const { versions, unknown } = parseIds(list ?? '');
if (unknown.length > 0) refuse(`no version is called ${unknown.map((id) => `"${id}"`).join(', ')}`);
if (list !== undefined && versions.length === 0) refuse('no version is named');
const ids = versions.map(({ id }) => id);

if (given.add !== undefined) {
  end(await addVersions(ids));
} else {
  const results = await setUp({ retry: true, versions: ids });
  const parts = Object.entries(results).flatMap(([name, result]) => (name === 'versions' ? [] : [result]));
  const failed = parts.filter((result) => !result.ok);
  say(failed.length === 0 ? 'Everything is set up.\n' : `${failed.length} of ${parts.length} parts are not available; the rest works.\n`);
  end(results.versions);
}

/** What was asked for and cannot be had is a failure; what this machine lacks otherwise is not. */
function end(results) {
  const had = ids.filter((id) => results[id] && !('reason' in results[id]));
  const lacking = ids.filter((id) => results[id] && 'reason' in results[id]);
  if (had.length > 0) say(`Added: ${had.map((id) => `${id} (${results[id].version})`).join(', ')}.\n`);
  if (lacking.length > 0) say(`Not available: ${lacking.join(', ')}; the reasons are above.\n`);
  process.exitCode = lacking.length > 0 ? 1 : 0;
}
