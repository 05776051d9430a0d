/** The first version number in a program's answer to `--version`, without the leading v. */
export function parseVersionOutput(output: string): string | undefined {
  return /\bv?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)/.exec(output)?.[1];
}

/** True when the program says exactly the pinned version; pre-releases and vendor builds do not count. */
export function isPinnedVersion(output: string, version: string): boolean {
  return parseVersionOutput(output) === version;
}

/** The Go release a module asks for (`go 1.26.0` in its go.mod), e.g. "1.26". */
export function requiredGo(goMod: string): string | undefined {
  return /^go (\d+\.\d+)/m.exec(goMod)?.[1];
}
