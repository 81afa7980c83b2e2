/** Holm's step-down: with it the chance of any false alarm over the whole family stays below 5 % (Holm 1979). */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).sort((a, b) => (pValues[a] as number) - (pValues[b] as number));
  const adjusted = pValues.map(() => 1);
  let reached = 0;
  order.forEach((index, place) => {
    reached = Math.max(reached, Math.min(1, (pValues[index] as number) * (pValues.length - place)));
    adjusted[index] = reached;
  });
  return adjusted;
}
