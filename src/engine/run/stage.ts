/** What a round is for. Kept with every block and sample; only `measure` and `repeat` make an arm's figures. */
export const STAGES = ['warm-up', 'trial', 'measure', 'repeat', 'long', 'apart', 'void'] as const;
/**
 * `warm-up`: before the arms are steady · `trial`: block lengths tried · `measure` · `repeat`: in place of rounds that the machine disturbed ·
 * `long`: the closing blocks · `void`: the relay was too late; in no figure · `apart`: allocations, profiles, cross-checks, the wire.
 */
export type Stage = (typeof STAGES)[number];

/** What a block recorded: a worker's observation, or `packets` while an instrument that is not ours looks on. */
export const RECORDED = ['timing', 'allocations', 'cpu-profile', 'alloc-profile', 'wire', 'packets'] as const;
export type Recorded = (typeof RECORDED)[number];

export const countsInFigures = ({ stage, observe }: { readonly stage: Stage; readonly observe: Recorded }): boolean => observe === 'timing' && (stage === 'measure' || stage === 'repeat' || stage === 'long');

export const isTiming = (block: { readonly stage: Stage; readonly observe: Recorded }): boolean => block.observe === 'timing' && (block.stage === 'measure' || block.stage === 'repeat');
