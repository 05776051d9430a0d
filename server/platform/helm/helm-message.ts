import { clip } from "@/server/domain/agent/text";

/** Helm's own words without log prefixes, warnings, folders of the agent and empty lines. */
export function cleanHelmMessage(stderr: string): string {
  const lines = stderr
    .split("\n")
    .filter((line) => line.trim() !== "" && !noise.test(line))
    .map((line) => line.replace(/^(level=\w+ |time=\S+ )*/, "").trimEnd())
    .map((line) => line.replace(/^Error: ((UPGRADE|INSTALLATION) FAILED: )?/, ""));
  const text = lines.join("\n").replaceAll(ownFolders, "");
  return clip(text === "" ? "Helm failed without a message." : text, 1500);
}

const noise = /^(WARNING|[WI]\d{4} |(time=\S+ )?level=(WARN|INFO|DEBUG))/i;
const ownFolders = /(?<![\w:/])\/\S*\/(work|charts|packs)\/(\S*\/)?/g;
