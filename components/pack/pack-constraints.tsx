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
          Requires at least {minLimit} {units[type]}.
        </li>
      ))}
    </ul>
  );
}

const units = { cpu: "millicores of CPU", memory: "MiB of memory", diskSize: "GB of disk" };

function sentence({ type, packName, layer, minVersion, maxVersion }: PackDependency): string {
  const range = describeRange(minVersion, maxVersion);
  const name = packName === "kubernetes" ? "Kubernetes" : packName;
  const what = range === "any version" ? name : `${name} ${range}`;
  if (type === "required") return `Requires ${what}.`;
  if (type === "notSupported") return `Not compatible with ${what}.`;
  if (type === "upgrade") return `Upgraded after ${what}.`;
  // Every cluster has its infrastructure layers, so there is no "if" about them.
  return layer !== null && layer !== "addon"
    ? `Requires ${what}.`
    : `Requires ${what}, if the profile includes ${name}.`;
}
