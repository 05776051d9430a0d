/** An absolute path where a word begins: not the path of a URL, not a fraction, not `/` alone. */
const absolutePath = /(?<![\w/.:~-])(?:~|file:\/\/)?(?:\/[^\s/'"`:;,()[\]]+)+\/?/g;

/**
 * The text with each path of this machine cut to its last part: people of a project may read what failed,
 * where the installation keeps its files concerns its administrators.
 */
export function withoutHostPaths(text: string): string {
  return text.replace(
    absolutePath,
    (path) => path.split("/").findLast((part) => part !== "") ?? "",
  );
}
