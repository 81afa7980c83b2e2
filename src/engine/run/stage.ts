/** What a round is for. Kept with every block and sample; only `measure` and `repeat` make an arm's figures. */
export const STAGES = ['warm-up', 'trial', 'measure', 'repeat', 'long', 'apart'] as const;
/**
 * `warm-up`: before the arms are steady · `trial`: block lengths tried · `measure` · `repeat`: in place of rounds that the machine disturbed ·
 * `long`: the closing blocks · `apart`: allocations, profiles, cross-checks.
 */
export type Stage = (typeof STAGES)[number];

/** What a block recorded: a worker's observation, or `wire` while packets are captured beside it. */
export const RECORDED = ['timing', 'allocations', 'cpu-profile', 'alloc-profile', 'wire'] as const;
export type Recorded = (typeof RECORDED)[number];

export const isTiming = (block: { readonly stage: Stage; readonly observe: Recorded }): boolean => block.observe === 'timing' && (block.stage === 'measure' || block.stage === 'repeat');
