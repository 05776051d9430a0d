import { cidrsOverlap, parseCidr } from "@/server/domain/control-plane/cidr";
import { networkOf } from "@/server/domain/cluster/render-input";
import { isAppError } from "@/server/domain/errors/app-error";
import { getIn } from "@/server/domain/yaml/data";
import { sampleFacts } from "./cluster-facts";
import { keyProblem } from "./locate-problem";
import { parsedValues } from "./parsed-values";
import type { ProfileLayer, ProfileProblem } from "./types";

/** The prefixes with which a control plane starts and has addresses for nodes and services. */
const prefixes = { pods: [8, 28], services: [12, 28] } as const;

/**
 * The ranges of pods and services, macros resolved: a control plane with wrong ones never becomes ready,
 * whatever its pack has rules for.
 */
export function checkNetwork(
  layer: ProfileLayer,
  layers: readonly ProfileLayer[],
): ProfileProblem[] {
  const { podCidr, serviceCidr } = networkOf(layers, sampleFacts);
  const parsed = parsedValues(layer);
  const keys = ["serviceClusterIpRange", "serviceClusterIPRange"];
  const serviceKey = keys.find((key) => getIn(parsed.data, ["pack", key]) !== undefined) ?? "";
  const at = (key: string, message: string) =>
    keyProblem(layer, parsed, ["pack", key], { code: "VALUE_FORMAT", message });
  const pods = rangeFault(podCidr, "pods");
  const services = rangeFault(serviceCidr, "services");
  if (pods !== null) return [at("podCIDR", pods)];
  if (services !== null) return [at(serviceKey, services)];
  if (!cidrsOverlap(podCidr, serviceCidr)) return [];
  const message = `The pod range ${podCidr} and the service range ${serviceCidr} overlap. Choose another range.`;
  return [at("podCIDR", message)];
}

function rangeFault(cidr: string, what: keyof typeof prefixes): string | null {
  const [min, max] = prefixes[what];
  try {
    const { prefix } = parseCidr(cidr);
    if (prefix >= min && prefix <= max) return null;
    return `The ${what === "pods" ? "pod" : "service"} range ${cidr} must have a prefix length from /${min} to /${max}.`;
  } catch (error) {
    if (isAppError(error)) return error.message;
    throw error;
  }
}
