import { getIn, isMap } from "@/server/domain/yaml/data";
import type { YamlMap, YamlPath, YamlValue } from "@/server/domain/yaml/types";

/** A field of an object that was copied from a cluster. */
export interface CopiedField {
  path: YamlPath;
  message: string;
}

/** What a kind's own controllers write into an object. */
export interface KindFields {
  dropped: YamlPath[];
  doubtful: CopiedField[];
}

type Reader = (object: YamlMap, exported: boolean) => KindFields;

const drop = (...dropped: YamlPath[]): KindFields => ({ dropped, doubtful: [] });
const nothing = drop();

const jobLabels = [
  "controller-uid",
  "job-name",
  "batch.kubernetes.io/controller-uid",
  "batch.kubernetes.io/job-name",
];

const readers: Record<string, Reader> = {
  "v1/Service": service,
  "v1/PersistentVolumeClaim": claim,
  "v1/PersistentVolume": () =>
    drop(["spec", "claimRef", "uid"], ["spec", "claimRef", "resourceVersion"]),
  "v1/Namespace": () => drop(["spec", "finalizers"]),
  "v1/Pod": (_, exported) => (exported ? drop(["spec", "nodeName"]) : nothing),
  "v1/Secret": serviceAccountToken,
  "batch/v1/Job": job,
  "apps/v1/StatefulSet": (object) => {
    const templates = getIn(object, ["spec", "volumeClaimTemplates"]);
    const count = Array.isArray(templates) ? templates.length : 0;
    const at = (i: number): YamlPath => ["spec", "volumeClaimTemplates", i, "status"];
    return drop(...Array.from({ length: count }, (_, i) => at(i)));
  },
};

/** The fields of this object that its kind's controllers set. */
export function fieldsOfKind(object: YamlMap, exported: boolean): KindFields {
  const key = `${String(object["apiVersion"])}/${String(object["kind"])}`;
  return (Object.hasOwn(readers, key) ? readers[key] : undefined)?.(object, exported) ?? nothing;
}

/** An address is allocated, unless a person wrote it; `None` asks for a headless Service. */
function service(object: YamlMap, exported: boolean): KindFields {
  if (!exported) return nothing;
  const isHeadless = getIn(object, ["spec", "clusterIP"]) === "None";
  const ports = getIn(object, ["spec", "ports"]);
  const doubtful = (Array.isArray(ports) ? ports : []).flatMap((port, i): CopiedField[] => {
    if (!isMap(port) || port["nodePort"] === undefined) return [];
    const message = `Node port ${String(port["nodePort"])} may be taken in another cluster. Remove nodePort unless this number is needed.`;
    return [{ path: ["spec", "ports", i, "nodePort"], message }];
  });
  const addresses = isHeadless
    ? []
    : [
        ["spec", "clusterIP"],
        ["spec", "clusterIPs"],
      ];
  return { dropped: [...addresses, ["spec", "healthCheckNodePort"]], doubtful };
}

function claim(object: YamlMap, exported: boolean): KindFields {
  const path = ["spec", "volumeName"];
  if (isText(getIn(object, ["metadata", "annotations", "pv.kubernetes.io/bound-by-controller"]))) {
    return drop(path);
  }
  const volume = getIn(object, path);
  if (!exported || !isText(volume)) return nothing;
  const message = `The claim waits for the volume ${volume}, which another cluster may not have. Remove volumeName to get a new volume.`;
  return { dropped: [], doubtful: [{ path, message }] };
}

/** The token controller writes these; a copied token is of an account in another cluster. */
function serviceAccountToken(object: YamlMap): KindFields {
  if (object["type"] !== "kubernetes.io/service-account-token") return nothing;
  return drop(["data", "token"], ["data", "ca.crt"], ["data", "namespace"]);
}

/** The job controller makes selector and labels from the Job's uid, unless the Job brings its own. */
function job(object: YamlMap, exported: boolean): KindFields {
  if (getIn(object, ["spec", "manualSelector"]) === true) return nothing;
  const template = ["spec", "template", "metadata", "labels"];
  const under = (at: string[]) => jobLabels.map((label) => [...at, label]);
  const selector = ["spec", "selector"];
  const isGenerated = jobLabels.some(
    (label) => getIn(object, [...selector, "matchLabels", label]) !== undefined,
  );
  if (!isGenerated && !exported) return nothing;
  return drop(
    ...(isGenerated ? [selector] : []),
    ...under(["metadata", "labels"]),
    ...under(template),
  );
}

function isText(value: YamlValue | undefined): value is string {
  return typeof value === "string" && value !== "";
}
