// `npm test`: set-up, then every test there is. `npm test -- --only unit,go` runs some stages.
import { setUp } from './setup/index.mjs';
import { CI_VERSIONS } from './setup/stack-versions.mjs';
import { stages } from './test/stages.mjs';

const at = process.argv.indexOf('--only');
const only = at < 0 ? null : (process.argv[at + 1] ?? '').split(',');
/** In CI every stack is had through set-up: what cannot run has failed. */
const requireAll = process.env.CI === 'true' || process.env.HSLAB_REQUIRE_ALL === '1';

/** And one further version of each kind: its absence fails the stage `stacks`. */
const all = stages(await setUp({ retry: requireAll, versions: requireAll ? CI_VERSIONS : [], scope: requireAll ? 'ci' : 'tests' }));
const total = { passed: 0, failed: 0, skipped: [] };

const unknown = (only ?? []).filter((name) => !all.some((stage) => stage.name === name));
if (unknown.length > 0) {
  // A stage that is misspelt must not pass for one without failures.
  process.stderr.write(`no stage is called ${unknown.map((name) => `"${name}"`).join(', ')}; there are ${all.map(({ name }) => name).join(', ')}\n`);
  process.exit(2);
}

/** While a stage runs, a terminal shows which and for how long. */
function showing(name) {
  if (!process.stdout.isTTY) return () => undefined;
  const began = performance.now();
  const draw = () => process.stdout.write(`\r\x1b[2K${name.padEnd(8)} … ${((performance.now() - began) / 1000).toFixed(0)} s`);
  draw();
  const timer = setInterval(draw, 1000);
  return () => {
    clearInterval(timer);
    process.stdout.write('\r\x1b[2K');
  };
}

/** Runs a stage and tells of it when it has ended. */
async function carryOut(stage) {
  if (stage.absent) {
    const names = stage.declared();
    process.stdout.write(`${stage.name.padEnd(8)} ${names.length} not run: ${stage.absent}\n`);
    if (requireAll) total.failed += Math.max(1, names.length);
    total.skipped.push(...names.map((name) => `${stage.name}: ${name}`));
    return;
  }
  const began = performance.now();
  const stop = showing(stage.name);
  const { passed, failed, skipped, output } = await stage.run();
  stop();
  total.passed += passed;
  total.failed += failed + (requireAll ? skipped.length : 0);
  total.skipped.push(...skipped.map((name) => `${stage.name}: ${name}`));
  process.stdout.write(`${stage.name.padEnd(8)} ${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''} (${((performance.now() - began) / 1000).toFixed(1)} s)\n`);
  if (failed > 0) process.stdout.write(`${output.trim().split('\n').slice(-200).join('\n')}\n`);
}

const wanted = all.filter(({ name }) => !only || only.includes(name));
/** Real runs and the real window measure and are watched: nothing else goes on beside them. The rest share the CPUs, two at a time. */
const ALONE = new Set(['stacks', 'e2e']);
const together = wanted.filter(({ name }) => !ALONE.has(name));
const next = async () => {
  for (let stage = together.shift(); stage; stage = together.shift()) await carryOut(stage);
};
await Promise.all([next(), next()]);
for (const stage of wanted.filter(({ name }) => ALONE.has(name))) await carryOut(stage);

for (const name of total.skipped) process.stdout.write(`skipped: ${name}\n`);
process.exitCode = total.failed > 0 ? 1 : 0;
process.stdout.write(`${total.passed} passed, ${total.failed} failed${!requireAll && total.skipped.length > 0 ? `, ${total.skipped.length} skipped` : ''}\n`);
