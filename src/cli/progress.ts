/** A progress bar on stderr, only where stderr is a terminal. */
import { Presets, SingleBar } from 'cli-progress';
import type { RunPlan } from '../engine/run/runner.ts';
import type { LiveSnapshot } from '../shared/live/snapshot.ts';

const EVERY_MS = 250;

export class Progress {
  readonly #bar: SingleBar | null;
  #shownMs = 0;

  constructor(plan: RunPlan) {
    this.#bar = process.stderr.isTTY
      ? new SingleBar({ format: `${plan.name} {bar} {percentage} % · {what} · {left}`, stream: process.stderr, hideCursor: true, clearOnComplete: true }, Presets.shades_classic)
      : null;
    this.#bar?.start(1, 0, { what: 'starting', left: '' });
  }

  /** Reads the live picture at most four times a second; painting falls between blocks. */
  show(read: () => LiveSnapshot): undefined {
    const now = performance.now();
    if (!this.#bar || now - this.#shownMs < EVERY_MS) return;
    this.#shownMs = now;
    const { progress, expectedMs, elapsedMs, warmingUp, arms } = read();
    const handshakes = arms.reduce((sum, arm) => sum + arm.handshakes, 0);
    const leftS = Math.max(0, Math.round((expectedMs - elapsedMs) / 1000));
    this.#bar.update(Number.isNaN(progress) ? 0 : progress, {
      what: warmingUp ? 'warming up' : `${handshakes} handshakes`,
      left: Number.isNaN(leftS) ? '' : `${leftS} s left`,
    });
  }

  note(line: string): void {
    process.stderr.write(this.#bar ? `\n${line}\n` : `${line}\n`);
  }

  end(): void {
    this.#bar?.stop();
  }
}
