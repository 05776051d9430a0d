/** Far above any real values or object, far below what exhausts a stack further on. */
export const maxDepth = 200;
export const maxAliases = 1000;
/** What a document may become when its aliases are written out. */
export const maxExpandedCharacters = 4 * 1024 * 1024;
