/** The command line: the same engine without a window. stdout carries what was asked for, stderr everything else. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { makeEngine } from './context.ts';
import { LabError, messageOf } from '../engine/index.ts';
import { durationMs } from '../shared/scenario/schema.ts';
import { EXPORT_IDS } from '../shared/export.ts';
import { Paper, ReportFormat, ReportTemplate } from '../shared/report/options.ts';
import { pack, unpack } from './archive.ts';
import { claims } from './claims.ts';
import { exportRun, formatsHelp } from './export.ts';
import { compare, runGate } from './compare.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { replay, runScenario } from './run.ts';
import { selfCheck } from './selfcheck.ts';
import { report } from './report.ts';
import { printRun } from './show.ts';
import { printSamples, printStacks } from './lists.ts';

const collect = (value: string, all: string[]): string[] => [...all, value];

function language(value: string): 'en' | 'zh' {
  if (value !== 'en' && value !== 'zh') throw new InvalidArgumentError('give en or zh');
  return value;
}

/** `3%` or `3` → 0.03. */
function share(value: string): number {
  const percent = Number(/^(\d+(?:\.\d+)?)\s*%?$/.exec(value.trim())?.[1] ?? NaN);
  if (!(percent >= 0 && percent <= 1000)) throw new InvalidArgumentError('give a per cent, such as 3%');
  return percent / 100;
}

function seconds(value: string): number {
  let ms: number;
  try {
    ms = durationMs(value);
  } catch (error) {
    throw new InvalidArgumentError(messageOf(error));
  }
  if (ms < 20_000 || ms > 3_600_000) throw new InvalidArgumentError('give 20s to 1h');
  return ms / 1000;
}

function seed(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number >= 2 ** 32) throw new InvalidArgumentError('give a whole number from 0 to 4294967295');
  return number;
}

function program(finish: (code: ExitCode) => void): Command {
  const lab = new Command('lab').description('Measures TLS handshakes of real stacks: both sides, phase by phase.').showHelpAfterError('(lab --help shows what there is)');
  const does = <A extends unknown[]>(action: (...args: A) => Promise<ExitCode>) => async (...args: A): Promise<void> => finish(await action(...args));

  lab.command('run')
    .description('run a scenario: a .hslab.yaml file, or a sample by name (lab samples)')
    .argument('<scenario>', 'file or sample, such as quick')
    .option('--set <axis=value>', 'set an axis, such as keyExchange.groups=x25519,p256; may be given again', collect, [])
    .option('--for <duration>', 'measure for so long, such as 10s')
    .option('--seed <number>', 'order of the blocks', seed)
    .option('--out <folder>', 'folder in which the run is put')
    .option('--json', 'print the result as JSON, as "lab show --json" does')
    .action(does(async (scenario: string, options) => runScenario(await makeEngine(), scenario, options)));

  lab.command('replay')
    .description('run a scenario again: with fresh keys on this machine, or exactly as it was')
    .argument('<run>', 'id or folder of a run')
    .option('--exact', 'same seed, order, placement and stack versions; says what differs and stops')
    .option('--anyway', 'with --exact: go on although something differs')
    .option('--out <folder>', 'folder in which the run is put')
    .option('--json', 'print the result as JSON')
    .action(does(async (run: string, options) => replay(await makeEngine(), run, options)));

  lab.command('show')
    .description('show a run, or list the runs')
    .argument('[run]', 'id or folder of a run')
    .option('--json', 'print the result document (docs/result.schema.json)')
    .option('--lang <language>', 'of the text: en or zh', language, 'en')
    .action(does(async (run: string | undefined, options) => printRun(await makeEngine(), run, options)));

  lab.command('compare')
    .description('set two runs, or two arms, against each other')
    .argument('<a>', 'run by id or folder, or RUN:ARM')
    .argument('<b>', 'the other; over 0 it is slower')
    .option('--between-runs <percent>', 'what the machine may change between runs that share no arm (10%)', share)
    .option('--json', 'print the comparison as JSON')
    .action(does(async (a: string, b: string, options) => compare(await makeEngine(), a, b, options)));

  lab.command('gate')
    .description('guard a pipeline: exit code 4 for a regression that the figures defend')
    .requiredOption('--baseline <run>', 'the run to hold to')
    .requiredOption('--run <run>', 'the run to judge')
    .requiredOption('--max-regression <percent>', 'how much slower is allowed, such as 3%', share)
    .option('--arm <arm>', 'only this arm: its id or a part of it')
    .option('--between-runs <percent>', 'what the machine may change between runs that share no arm (10%)', share)
    .option('--require-resolution <percent>', 'exit code 5 if the run could not have seen so much', share)
    .option('--markdown <file>', 'write a summary for a pull request')
    .option('--junit <file>', 'write JUnit XML')
    .option('--sarif <file>', 'write SARIF 2.1.0')
    .option('--json', 'print JSON instead of Markdown')
    .action(does(async (options) => runGate(await makeEngine(), options)));

  lab.command('selfcheck')
    .description('check this instrument on this machine: an arm against itself, known waits, a second instrument; exit code 3 if it is not sound')
    .option('--for <duration>', 'about how long, such as 120s', seconds, 120)
    .option('--json', 'print JSON')
    .action(does(async (options) => selfCheck(await makeEngine(), options)));

  lab.command('report')
    .description('write a run, one of its arms, or the claims as PDF, HTML or Markdown: the same content in each')
    .argument('[run]', 'id or folder of a run; the claims need none')
    .requiredOption('--out <file>', 'the file to write')
    .addOption(new Option('--as <format>', 'left out: by the file’s ending').choices(ReportFormat.options))
    .addOption(new Option('--template <name>', 'what it is about').choices(ReportTemplate.options).default('comparison'))
    .option('--arm <arm>', 'with --template arm: its id or a part of it; left out: the first that stands')
    .option('--sections <list>', 'only these, such as verdict,arms', (list: string) => list.split(',').map((one) => one.trim()))
    .option('--title <text>', 'instead of the run’s name')
    .option('--author <text>', 'a line under the title')
    .option('--notes <file>', 'Markdown to put after the verdict; - is stdin')
    .option('--lang <language>', 'en or zh', language, 'en')
    .addOption(new Option('--paper <size>', 'of the PDF').choices(Paper.options).default('A4'))
    .action(does(async (run: string | undefined, options) => report(await makeEngine(), run, options)));

  lab.command('export')
    .description('write a run in another tool’s format')
    .argument('<run>', 'id or folder of a run')
    .addOption(new Option('--as <format>', 'one of those below').choices(EXPORT_IDS).makeOptionMandatory())
    .option('--arm <arm>', 'this arm alone: its id or a part of it; left out: all of them')
    .option('--out <file>', 'the file to write; - is stdout; left out: a name of its own, here')
    .addHelpText('after', formatsHelp())
    .action(does(async (run: string, options) => exportRun(await makeEngine(), run, options)));

  lab.command('pack')
    .description('write a run as one file, to give to somebody; TLS secrets of recorded bytes stay out')
    .argument('<run>', 'id or folder of a run')
    .option('--out <file>', 'the file to write; left out: the run’s name with .hsrun.zip, here')
    .option('--with-wire', 'pack the recorded bytes, too, with the TLS secrets that open them')
    .action(does(async (run: string, options) => pack(await makeEngine(), run, options)));

  lab.command('unpack')
    .description('take a run from such a file into the library; prints its id')
    .argument('<file>', 'a .hsrun.zip file')
    .action(does(async (file: string) => unpack(await makeEngine(), file)));

  lab.command('claims')
    .description('statements about TLS stacks, with what was measured here and a verdict')
    .option('--run <claim>', 'run a claim by its id, or all of them, first; or take a run that was made for one')
    .option('--json', 'print JSON')
    .option('--lang <language>', 'of the statements: en or zh', language, 'en')
    .action(does(async (options) => claims(await makeEngine(), options)));

  lab.command('stacks')
    .description('what TLS stacks this machine has, what they offer, and what is missing')
    .option('--json', 'print JSON')
    .action(does(async (options) => printStacks(await makeEngine(), options)));

  lab.command('samples')
    .description('the ready experiments')
    .option('--json', 'print JSON')
    .action(does(async (options) => printSamples(options)));

  for (const command of [lab, ...lab.commands]) command.exitOverride();
  return lab;
}

async function main(): Promise<ExitCode> {
  let code: ExitCode = EXIT.good;
  try {
    await program((given) => (code = given)).parseAsync();
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.good : EXIT.usage;
    process.stderr.write(`${messageOf(error)}\n`);
    return error instanceof LabError && ['bad-scenario', 'no-arm', 'not-found', 'bad-run', 'too-new'].includes(error.code) ? EXIT.usage : EXIT.failed;
  }
}

// A pipe's reader that goes (`lab show | head`) is no failure.
process.stdout.on('error', () => process.exit(EXIT.good));
void main().then((code) => {
  process.exitCode = code;
});
