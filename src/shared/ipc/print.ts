/** Names of the hidden print window, apart from its types so that its preload stays one small file. */

/** The page is loaded with this hash to be printed: it asks for its job, and says when it may be printed. */
export const PRINT_HASH = '#print';
/** Answered to the print window alone. */
export const PRINT_JOB = 'print:job';
