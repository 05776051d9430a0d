import { compareVersions } from "@/server/domain/pack/version";
import { versionFault } from "@/server/domain/profile/inputs";

/** Which number goes up. */
export type Bump = "patch" | "minor" | "major";

/** The next free version after the newest: `1.2.3` → `1.2.4`, `1.3.0` or `2.0.0`; a pre-release → its release. */
export function nextVersion(versions: readonly string[], bump: Bump = "patch"): string {
  const newest = [...versions].sort((a, b) => compareVersions(b, a))[0];
  if (newest === undefined) return "1.0.0";
  const [core = "", ...pre] = newest.split("-");
  const [major = 0, minor = 0, patch = 0] = core.split(".").map((n) => Number.parseInt(n, 10) || 0);
  if (pre.length > 0 && bump === "patch") return `${major}.${minor}.${patch}`;
  if (bump === "major") return `${major + 1}.0.0`;
  if (bump === "minor") return `${major}.${minor + 1}.0`;
  return `${major}.${minor}.${patch + 1}`;
}

/** Why a version cannot be used here, or null: its form, then whether it is free. */
export function versionProblem(version: string, taken: readonly string[]): string | null {
  const fault = versionFault(version);
  if (fault) return fault;
  if (!taken.includes(version.trim())) return null;
  return `Version ${version.trim()} exists already; the next free one is ${nextVersion(taken)}.`;
}
