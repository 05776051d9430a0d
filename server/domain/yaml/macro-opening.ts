/** Where a macro of ours begins; all other braces belong to charts and their applications. */
export const macroOpening = /\{\{-?\s*\.(?:spectro|lamina)\./;
