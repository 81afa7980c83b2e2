/** A text with a part that varies. A template takes its parts as $1, $2 …; a function may put a part that is itself such a text into Chinese. */
export type Pattern = readonly [text: RegExp, say: string | ((parts: readonly string[], chinese: (text: string) => string) => string)];
