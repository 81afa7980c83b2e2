// `npm test`: set-up, then every test there is. `npm test -- --only unit,go` runs some stages.
import { setUp } from './setup/index.mjs';
import { stages } from './test/stages.mjs';

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1]?.split(',') : null;
/** In CI every stack is had through set-up: what cannot run has failed. */
const requireAll = process.env.CI === 'true' || process.env.HSLAB_REQUIRE_ALL === '1';

const found = await setUp({ retry: requireAll });
const total = { passed: 0, failed: 0, skipped: [] };

for (const stage of stages(found)) {
  if (only && !only.includes(stage.name)) continue;
  if (stage.absent) {
    process.stdout.write(`${stage.name.padEnd(8)} not run: ${stage.absent}\n`);
    if (requireAll) total.failed++;
    else total.skipped.push(`${stage.name} (all its tests)`);
    continue;
  }
  const began = performance.now();
  const { passed, failed, skipped, output } = await stage.run();
  total.passed += passed;
  total.failed += failed + (requireAll ? skipped.length : 0);
  total.skipped.push(...skipped.map((name) => `${stage.name}: ${name}`));
  process.stdout.write(`${stage.name.padEnd(8)} ${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''} (${((performance.now() - began) / 1000).toFixed(1)} s)\n`);
  if (failed > 0) process.stdout.write(`${output.trim().split('\n').slice(-200).join('\n')}\n`);
}

for (const name of total.skipped) process.stdout.write(`skipped: ${name}\n`);
process.exitCode = total.failed > 0 ? 1 : 0;
process.stdout.write(`${total.passed} passed, ${total.failed} failed${!requireAll && total.skipped.length > 0 ? `, ${total.skipped.length} skipped` : ''}\n`);
