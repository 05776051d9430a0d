import type { Pack, PackDependency } from "@/server/domain/pack/types";
import { describeRange } from "@/server/domain/pack/version";

/** What a pack demands of the other packs of a profile. */
export function PackConstraintList({ pack }: { pack: Pick<Pack, "constraints"> }) {
  const { dependencies, resources } = pack.constraints;
  const minimums = resources.filter((resource) => resource.components.length === 0);
  if (dependencies.length === 0 && minimums.length === 0) return null;
  return (
    <ul aria-label="Requirements" className="space-y-1 text-sm text-ink-muted">
      {dependencies.map((dependency) => (
        <li key={`${dependency.type}-${dependency.packName}`}>{sentence(dependency)}</li>
      ))}
      {minimums.map(({ type, minLimit }) => (
        <li key={type}>
          Needs at least {minLimit} {units[type]}.
        </li>
      ))}
    </ul>
  );
}

const units = { cpu: "m CPU", memory: "MiB memory", diskSize: "GB disk" };

function sentence({ type, packName, minVersion, maxVersion }: PackDependency): string {
  const range = describeRange(minVersion, maxVersion);
  const what = range === "any version" ? packName : `${packName} ${range}`;
  if (type === "required") return `Needs ${what} in the profile.`;
  if (type === "notSupported") return `Does not work together with ${what}.`;
  if (type === "upgrade") return `Follows ${what}.`;
  return `Where ${packName} is in the profile: ${range}.`;
}
