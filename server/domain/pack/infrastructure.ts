import type { PackSummary } from "./types";

/** The infrastructures to which this console can deploy clusters. */
export const availableInfrastructures = ["local"] as const;

type Supported = Pick<PackSummary, "cloudTypes">;

/** True when the pack can be used on this infrastructure; `all` stands for any. */
export function supportsInfrastructure(pack: Supported, infrastructure: string): boolean {
  return (
    infrastructure === "all" ||
    pack.cloudTypes.some((one) => one === "all" || one === infrastructure)
  );
}

/** Why a pack cannot be used on this infrastructure, or null. */
export function infrastructureFault(
  pack: Supported & Pick<PackSummary, "displayName">,
  infrastructure: string,
): string | null {
  if (supportsInfrastructure(pack, infrastructure)) return null;
  const supported = pack.cloudTypes.join(", ") || "no infrastructure";
  return `${pack.displayName} does not support ${infrastructure} infrastructure. It supports: ${supported}.`;
}

/** Why a pack cannot be used on any infrastructure that is available, or null. */
export function availabilityFault(
  pack: Supported & Pick<PackSummary, "displayName">,
): string | null {
  const faults = availableInfrastructures.map((one) => infrastructureFault(pack, one));
  return faults.includes(null) ? null : (faults[0] ?? null);
}

/** The infrastructure that clusters of a profile run on: `all` leaves the first that is available. */
export function infrastructureOf(cloudType: string): string {
  return cloudType === "all" ? availableInfrastructures[0] : cloudType;
}
