import { expect, test } from "vitest";
import { parseChecksum } from "./checksum";

const A = "a".repeat(64);
const B = "b".repeat(64);

test.each([
  ["bare digest", "bare", `${A}\n`, A],
  ["bare digest in capitals", "bare", A.toUpperCase(), A],
  ["bare digest followed by the name", "bare", `${A}  helm.tar.gz`, A],
  ["error page instead of a digest", "bare", "<html>Not found</html>", undefined],
  ["empty answer", "bare", "", undefined],
  ["the right line of several", "sums", `${B}  other.tar.gz\n${A}  helm.tar.gz\n`, A],
  ["binary mode star", "sums", `${A} *helm.tar.gz`, A],
  ["leading ./ and Windows line ends", "sums", `${B}  x\r\n${A}  ./helm.tar.gz\r\n`, A],
  ["a name that only ends alike", "sums", `${A}  my-helm.tar.gz`, undefined],
  ["a digest of another length", "sums", `${"a".repeat(40)}  helm.tar.gz`, undefined],
  [
    "GitHub's digest of the file",
    "github-release",
    JSON.stringify({
      assets: [
        { name: "x", digest: `sha256:${B}` },
        { name: "helm.tar.gz", digest: `sha256:${A}` },
      ],
    }),
    A,
  ],
  [
    "GitHub file without digest",
    "github-release",
    JSON.stringify({ assets: [{ name: "helm.tar.gz", digest: null }] }),
    undefined,
  ],
  [
    "GitHub digest of another algorithm",
    "github-release",
    JSON.stringify({ assets: [{ name: "helm.tar.gz", digest: `sha512:${A}` }] }),
    undefined,
  ],
  [
    "GitHub rate limit message",
    "github-release",
    `{"message":"API rate limit exceeded"}`,
    undefined,
  ],
  ["no JSON at all", "github-release", "<html>", undefined],
] as const)("parseChecksum: %s", (_name, format, text, want) => {
  expect(parseChecksum(format, text, "helm.tar.gz")).toBe(want);
});
