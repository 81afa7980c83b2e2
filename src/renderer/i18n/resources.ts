import enLibrary from './en/library.ts';
import enPhases from './en/phases.ts';
import enReport from './en/report.ts';
import enResult from './en/result.ts';
import enRun from './en/run.ts';
import enScenario from './en/scenario.ts';
import enShell from './en/shell.ts';
import enStacks from './en/stacks.ts';
import zhLibrary from './zh/library.ts';
import zhPhases from './zh/phases.ts';
import zhReport from './zh/report.ts';
import zhResult from './zh/result.ts';
import zhRun from './zh/run.ts';
import zhScenario from './zh/scenario.ts';
import zhShell from './zh/shell.ts';
import zhStacks from './zh/stacks.ts';

export const en = { shell: enShell, library: enLibrary, scenario: enScenario, stacks: enStacks, phases: enPhases, run: enRun, result: enResult, report: enReport };
export const zh = { shell: zhShell, library: zhLibrary, scenario: zhScenario, stacks: zhStacks, phases: zhPhases, run: zhRun, result: zhResult, report: zhReport };
