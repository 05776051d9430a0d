import { z } from "zod";

/**
 * How a publisher offers its SHA-256: `bare` is the digest alone, `sums` is sha256sum's output,
 * `github-release` is the JSON of GitHub's release API, which carries the digest of each file.
 */
export const checksumFormatSchema = z.enum(["bare", "sums", "github-release"]);
/** How a publisher offers its SHA-256. */
export type ChecksumFormat = z.infer<typeof checksumFormatSchema>;

const DIGEST = /^[0-9a-f]{64}$/;
const githubReleaseSchema = z.object({
  assets: z.array(z.object({ name: z.string(), digest: z.string().nullish() })),
});

/** Finds the SHA-256 of `fileName` in a published checksum text, or undefined when it is not there. */
export function parseChecksum(
  format: ChecksumFormat,
  text: string,
  fileName: string,
): string | undefined {
  if (format === "bare") return digestOrUndefined(text.trim().split(/\s+/)[0]);
  if (format === "sums") return fromSums(text, fileName);
  return fromGithubRelease(text, fileName);
}

function digestOrUndefined(word: string | undefined): string | undefined {
  const digest = word?.toLowerCase();
  return digest && DIGEST.test(digest) ? digest : undefined;
}

function fromSums(text: string, fileName: string): string | undefined {
  for (const line of text.split(/\r?\n/)) {
    // sha256sum marks binary mode by "*", and some publishers list "./name".
    const match = /^(\S+)\s+\*?(?:\.\/)?(.+?)\s*$/.exec(line);
    if (match?.[2] === fileName) return digestOrUndefined(match[1]);
  }
  return undefined;
}

function fromGithubRelease(text: string, fileName: string): string | undefined {
  const release = githubReleaseSchema.safeParse(parseJson(text));
  if (!release.success) return undefined;
  const digest = release.data.assets.find((asset) => asset.name === fileName)?.digest;
  return digest?.startsWith("sha256:")
    ? digestOrUndefined(digest.slice("sha256:".length))
    : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // an error page instead of JSON is the same as "no checksum"
  }
}
