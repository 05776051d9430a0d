import type { LayerKind } from "@/server/domain/pack/types";
import type { ClusterFacts } from "@/server/domain/profile/cluster-facts";
import { hasMacro, macroContextOf } from "@/server/domain/profile/macros";
import { resolvedValues } from "@/server/domain/profile/render";
import type { ProfileLayer } from "@/server/domain/profile/types";
import { parseYaml } from "@/server/domain/yaml/parse";
import type { RenderInput } from "./render-capi";
import { localSizes, type ClusterSpec } from "./types";

const defaults = { podCidr: "10.244.0.0/16", serviceCidr: "10.96.0.0/16" };

/**
 * What the Cluster API objects of a cluster follow from: its spec, and the values of its operating
 * system and Kubernetes layers with their macros resolved. They were checked when the version was published.
 */
export function renderInputOf(
  cluster: { id: string; name: string; spec: ClusterSpec },
  layers: readonly ProfileLayer[],
  facts: ClusterFacts,
): RenderInput {
  const os = layers.find((layer) => layer.kind === "os");
  const osValues = valuesOf("os", layers, facts);
  const k8sValues = valuesOf("k8s", layers, facts);
  return {
    clusterId: cluster.id,
    name: cluster.name,
    kubernetesVersion: cluster.spec.kubernetesVersion,
    ...networkIn(k8sValues),
    apiServerExtraArgs: texts(at(k8sValues, "kubeadmconfig", "apiServer", "extraArgs")),
    osImage: text(osValues, "node", "osImage") ?? os?.pack.name ?? "unknown",
    ...(text(osValues, "node", "kernelVersion")
      ? { kernelVersion: text(osValues, "node", "kernelVersion") ?? "" }
      : {}),
    pools: cluster.spec.pools.map(({ machineSize, ...pool }) => ({
      ...pool,
      ...localSizes[machineSize],
    })),
  };
}

/** The address ranges of a cluster's pods and services, as its Kubernetes layer gives them. */
export function networkOf(layers: readonly ProfileLayer[], facts: ClusterFacts): Network {
  return networkIn(valuesOf("k8s", layers, facts));
}

type Network = Pick<RenderInput, "podCidr" | "serviceCidr">;

function networkIn(values: unknown): Network {
  return {
    podCidr: text(values, "pack", "podCIDR") ?? defaults.podCidr,
    serviceCidr:
      text(values, "pack", "serviceClusterIpRange") ??
      text(values, "pack", "serviceClusterIPRange") ??
      defaults.serviceCidr,
  };
}

function valuesOf(kind: LayerKind, layers: readonly ProfileLayer[], facts: ClusterFacts): unknown {
  const layer = layers.find((candidate) => candidate.kind === kind);
  if (!layer) return undefined;
  // The other layers are read only when a macro may name their values.
  if (!hasMacro(layer.values)) return parseYaml(layer.values).data;
  return resolvedValues(layer, macroContextOf(layers, { system: facts, missingIsEmpty: true }));
}

function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((found, key) => (isRecord(found) ? found[key] : undefined), value);
}

function text(value: unknown, ...path: string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === "string" && found !== "" ? found : undefined;
}

function texts(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, String(v)]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
