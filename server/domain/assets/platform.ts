/** A machine in Go's words, as release files are named. */
export interface Platform {
  os: string;
  arch: string;
}

const OS: Readonly<Record<string, string>> = {
  linux: "linux",
  darwin: "darwin",
  win32: "windows",
  freebsd: "freebsd",
};
const ARCH: Readonly<Record<string, string>> = {
  x64: "amd64",
  arm64: "arm64",
  ia32: "386",
  ppc64: "ppc64le",
  s390x: "s390x",
};

/** Translates Node's `process.platform` and `process.arch`; unknown names stay as they are. */
export function platformOf(nodePlatform: string, nodeArch: string): Platform {
  return { os: OS[nodePlatform] ?? nodePlatform, arch: ARCH[nodeArch] ?? nodeArch };
}

/** Fills `{version}`, `{os}` and `{arch}`; an unknown placeholder is a mistake in the catalogue. */
export function renderTemplate(template: string, vars: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{([a-z]+)\}/g, (whole, name: string) => {
    const value = vars[name];
    if (value === undefined) throw new Error(`Unknown placeholder ${whole} in ${template}`);
    return value;
  });
}

/** Last part of a URL's path: the name under which publishers list its checksum. */
export function fileNameOf(url: string): string {
  return new URL(url).pathname.split("/").at(-1) ?? "";
}
