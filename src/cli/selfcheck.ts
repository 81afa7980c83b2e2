/** `lab selfcheck`: how far this instrument can be trusted on this machine. */
import type { Engine } from '../engine/index.ts';
import type { SelfCheckDocument } from '../shared/selfcheck/document.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { table } from './table.ts';

const NONE = '—';
const pct = (value: number): string => `${value >= 0 ? '+' : '−'}${Math.abs(value).toFixed(2)} %`;
const range = ([low, high]: readonly [number, number]): string => `[${pct(low)} … ${pct(high)}]`;
const yes = (good: boolean | null): string => (good === null ? NONE : good ? 'yes' : 'NO');
const number = (value: number | null, unit: string): string => (value === null ? NONE : unit === 'ns' ? `${(value / 1000).toFixed(1)} µs` : value.toFixed(2));

export function selfCheckText(document: SelfCheckDocument): string {
  const { aa, injected, secondInstrument, clocks, hooks, resolution, noise, advice, machine, seconds, sound } = document;
  return [
    `${machine} · ${seconds.toFixed(0)} s · ${sound ? 'sound' : 'NOT SOUND'}`,
    '',
    `The smallest shift that two arms would show: ${resolution.map((one) => `${one.smallestPct.toFixed(2)} % in ${one.seconds < 60 ? `${one.seconds} s` : `${one.seconds / 60} min`}`).join(' · ')}`,
    `The same arm against itself: ${aa.verdict}, ${pct(aa.shiftPct)} ${range(aa.ciPct)}; noise floor ${aa.floorPct.toFixed(2)} %`,
    '',
    table(['waits injected', 'expected', 'seen', '95 %', 'found'], injected.map((one) => [`${(one.injectedNs / 1000).toFixed(1)} µs`, pct(one.expectedPct), pct(one.shiftPct), range(one.ciPct), yes(one.found)])),
    '',
    table(['second instrument', 'arm', 'what', 'offset', 'agrees'], secondInstrument.map((one) => [one.name, one.arm, one.what, number(one.offset, one.unit), yes(one.agrees)]), 3),
    ...secondInstrument.flatMap(({ name, reason }) => (reason === null ? [] : [`${name}: ${reason}`])),
    '',
    table(['clock', 'ns', 'wrong', 'of', 'sound'], clocks.map((one) => [one.name, one.valueNs.toFixed(0), String(one.bad), String(one.of), yes(one.sound)])),
    '',
    table(['hooks of', 'cost', '95 %'], hooks.map((one) => [one.stack, pct(one.costPct), range(one.ciPct)])),
    '',
    `Noise: ${noise.verdict}${noise.worst === null ? '' : `, mostly ${noise.worst}`} (${noise.marked} of ${noise.slices} slices marked)`,
    ...(advice.length > 0 ? [`To see finer: ${advice.join(', ')}`] : []),
    '',
  ].join('\n');
}

export async function selfCheck(engine: Engine, { for: seconds, json = false }: { readonly for: number; readonly json?: boolean }): Promise<ExitCode> {
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const shown = process.stderr.isTTY === true;
  try {
    const document = await engine.selfCheck({
      seconds,
      signal: stop.signal,
      onProgress: ({ stage, fraction }) => {
        if (shown) process.stderr.write(`\r${stage}: ${Math.round(fraction * 100)} %   `);
      },
    });
    process.stdout.write(json ? `${JSON.stringify(document, null, 1)}\n` : selfCheckText(document));
    return document.sound ? EXIT.good : EXIT.armFailed;
  } catch (error) {
    if (stop.signal.aborted) return EXIT.interrupted;
    throw error;
  } finally {
    if (shown) process.stderr.write('\r\x1b[K');
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}
