// Reads what each test runner counted.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export const none = () => ({ passed: 0, failed: 0, skipped: [] });

/** Vitest's JSON report. */
export function fromVitest(path) {
  const counts = none();
  for (const file of JSON.parse(readFileSync(path, 'utf8')).testResults) {
    // A file that does not load has no tests, and has failed.
    if (file.status === 'failed' && file.assertionResults.length === 0) counts.failed++;
    for (const { status, fullName } of file.assertionResults) {
      if (status === 'passed') counts.passed++;
      else if (status === 'failed') counts.failed++;
      else counts.skipped.push(fullName);
    }
  }
  return counts;
}

/** Lines of `go test -json`: leaves only, since a parent's result repeats its children's. */
export function fromGo(text) {
  const counts = none();
  const results = new Map();
  for (const line of text.split('\n')) {
    if (!line.startsWith('{')) continue;
    const { Action, Package, Test } = JSON.parse(line);
    if (['pass', 'fail', 'skip'].includes(Action)) results.set(`${Package} ${Test ?? ''}`, Action);
  }
  for (const [name, action] of results) {
    if (name.endsWith(' ')) {
      // A package fails without a failed test when it does not compile.
      if (action === 'fail' && ![...results].some(([other, own]) => other.startsWith(name) && other !== name && own === 'fail')) counts.failed++;
      continue;
    }
    if ([...results.keys()].some((other) => other.startsWith(`${name}/`))) continue;
    if (action === 'pass') counts.passed++;
    else if (action === 'fail') counts.failed++;
    else counts.skipped.push(name);
  }
  return counts;
}

/** The trx files of `dotnet test --logger trx`. */
export function fromTrx(folder) {
  const counts = none();
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.trx'))) {
    for (const [, attributes] of readFileSync(join(folder, name), 'utf8').matchAll(/<UnitTestResult\s([^>]*)>/g)) {
      const attribute = (key) => new RegExp(`${key}="([^"]*)"`).exec(attributes)?.[1] ?? '';
      const outcome = attribute('outcome');
      if (outcome === 'Passed') counts.passed++;
      else if (outcome === 'NotExecuted') counts.skipped.push(attribute('testName'));
      else counts.failed++;
    }
  }
  return counts;
}

/** The summary of Node's own TAP reporter. */
export function fromTap(text) {
  const counts = none();
  const number = (name) => Number(new RegExp(`^# ${name} (\\d+)`, 'm').exec(text)?.[1] ?? 0);
  counts.passed = number('pass');
  counts.failed = number('fail') + number('cancelled');
  counts.skipped = [...text.matchAll(/^\s*ok \d+ - (.*) # SKIP/gm)].map(([, name]) => name);
  return counts;
}

/** Playwright's JSON report. */
export function fromPlaywright(path) {
  const counts = none();
  const visit = (suite) => {
    for (const { title, tests } of suite.specs ?? []) {
      for (const { status } of tests) {
        if (status === 'expected' || status === 'flaky') counts.passed++;
        else if (status === 'skipped') counts.skipped.push(title);
        else counts.failed++;
      }
    }
    for (const child of suite.suites ?? []) visit(child);
  };
  const report = JSON.parse(readFileSync(path, 'utf8'));
  for (const suite of report.suites) visit(suite);
  counts.failed += report.errors.length;
  return counts;
}
