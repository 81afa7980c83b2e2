/** Figures go to stdout as lines of JSON after a name, so that a person and a script can read them. */
export function tell(name: string, figures: Record<string, unknown>): void {
  process.stdout.write(`bench ${name} ${JSON.stringify(figures)}\n`);
}

export const round = (value: number, digits = 3): number => Number(value.toFixed(digits));
/** A ratio and its interval as per cent above or below 1. */
export const percent = ({ ratio, ci }: { ratio: number; ci: readonly [number, number] }): { pct: number; ciPct: number[] } => ({ pct: round(100 * (ratio - 1), 2), ciPct: ci.map((end) => round(100 * (end - 1), 2)) });
