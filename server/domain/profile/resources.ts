import type { Pack, PackResource, ResourceType } from "@/server/domain/pack/types";
import { getIn } from "@/server/domain/yaml/data";
import { parsePath } from "@/server/domain/yaml/path";
import type { YamlValue } from "@/server/domain/yaml/types";
import type { ProfileSummary } from "./types";

/** What one pack with these values needs at least: millicores, MiB and GB. */
export function packResources(pack: Pack, data: YamlValue): ProfileSummary["resources"] {
  const need = (type: ResourceType) =>
    pack.constraints.resources
      .filter((resource) => resource.type === type)
      .reduce((total, resource) => total + needOf(resource, data), 0);
  return { cpuMillicores: need("cpu"), memoryMiB: need("memory"), diskGB: need("diskSize") };
}

/** With components, requests times replicas from the values count; without, the stated minimum. */
function needOf(resource: PackResource, data: YamlValue): number {
  if (resource.components.length === 0) return resource.minLimit;
  const total = resource.components.reduce((sum, component) => {
    const request = valueAt(data, component.resourceRequestParamRef);
    const replicas = Number(valueAt(data, component.replicaCountParamRef) ?? 1);
    return sum + parseQuantity(request, resource.type) * (Number.isFinite(replicas) ? replicas : 1);
  }, 0);
  return Math.ceil(total);
}

function valueAt(data: YamlValue, ref: string | null): YamlValue | undefined {
  return ref === null ? undefined : getIn(data, parsePath(ref, data));
}

const bytes: Record<string, number> = {
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** A Kubernetes quantity in the unit of the constraint; 0 when it is none. */
export function parseQuantity(value: YamlValue | undefined, type: ResourceType): number {
  const match = /^(\d+(?:\.\d+)?)(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/.exec(String(value ?? "").trim());
  if (!match) return 0;
  const [number, suffix] = [Number(match[1]), match[2] ?? ""];
  if (type === "cpu") return suffix === "m" ? number : number * 1000;
  const amount = number * (bytes[suffix] ?? 0);
  return type === "memory" ? amount / 2 ** 20 : amount / 1e9;
}
