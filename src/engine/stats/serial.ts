/**
 * How much wider an interval must be because neighbours in a series are alike: the variance of its mean, as a multiple of what it
 * would be were the values independent. Autocovariances are summed in pairs for as long as a pair's sum is positive, and never grows
 * (Geyer 1992, "Practical Markov chain Monte Carlo", Statistical Science 7: the initial monotone sequence).
 */
const MAX_LAG = 400;

/** At least 1: a series that seems to alternate is not trusted to be better than independent. */
export function varianceInflation(series: ArrayLike<number>): number {
  const n = series.length;
  if (n < 4) return 1;
  let mean = 0;
  for (let index = 0; index < n; index++) mean += series[index] as number;
  mean /= n;
  const centred = Float64Array.from(series, (value) => value - mean);
  const covariance = (lag: number): number => {
    let sum = 0;
    for (let index = lag; index < n; index++) sum += (centred[index] as number) * (centred[index - lag] as number);
    return sum / n;
  };
  const variance = covariance(0);
  if (variance <= 0) return 1;
  const lags = Math.min(MAX_LAG, Math.floor(n / 3));
  let pair = variance + covariance(1);
  let sum = -variance;
  let last = Infinity;
  for (let lag = 0; pair > 0; ) {
    last = Math.min(last, pair);
    sum += 2 * last;
    lag += 2;
    if (lag + 1 > lags) break;
    pair = covariance(lag) + covariance(lag + 1);
  }
  return Math.max(1, sum / variance);
}
