/** The normal and Student's t distributions, as far as intervals and tests need them. */

/** Error below 1.2e-7 relative, also far out in the tail (Press et al., Numerical Recipes, §6.2: erfc by a Chebyshev fit). */
function erfc(x: number): number {
  const z = Math.abs(x);
  const t = 1 / (1 + z / 2);
  const terms = [-1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277];
  const series = terms.reduceRight((sum, term) => term + t * sum, 0);
  const value = t * Math.exp(-z * z + series);
  return x >= 0 ? value : 2 - value;
}

/** P(|Z| ≥ |z|) of a standard normal Z. */
export const twoSidedP = (z: number): number => Math.min(1, erfc(Math.abs(z) / Math.SQRT2));

export const Z95 = 1.959964;
/** With this many standard errors an effect is told apart from nothing at 5 % in 4 of 5 tries (Cohen 1988: 1.96 + 0.84). */
export const Z_POWER = Z95 + 0.841621;

/** The 97.5 % quantile of Student's t (Abramowitz and Stegun 26.7.5; error below 0.2 % from 4 degrees of freedom on). */
export function t975(degrees: number): number {
  const z = Z95;
  const n = Math.max(degrees, 1);
  return z + (z ** 3 + z) / (4 * n) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * n ** 2) + (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * n ** 3);
}
