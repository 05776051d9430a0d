import { parsePack } from "@/server/domain/pack/parse-pack";
import type { Pack, PackFiles } from "@/server/domain/pack/types";

/** The files of a small chart pack; `over` replaces or adds files, `json` parts of pack.json. */
export function beaconFiles(json: object = {}, over: Record<string, string> = {}): PackFiles {
  return {
    "pack.json": JSON.stringify({
      name: "beacon",
      displayName: "Beacon",
      version: "3.1.0",
      layer: "addon",
      addonType: "monitoring",
      cloudTypes: ["all"],
      charts: ["charts/beacon"],
      annotations: { source: "community", docsURL: "https://example.org/beacon" },
      ...json,
    }),
    "values.yaml": beaconValues,
    "presets.yaml": beaconPresets,
    "schema.yaml": beaconRules,
    "README.md": "# Beacon\n",
    "charts/beacon/Chart.yaml": "apiVersion: v2\nname: beacon\nversion: 0.9.0\n",
    "charts/beacon/templates/all.yaml":
      "kind: Deployment\n---\nkind: Service\n---\nkind: Service\n",
    ...over,
  };
}

export const beaconValues = `# spectrocloud.com/enabled-presets: Reach:inside,Keep:week
pack:
  namespace: "beacon" # fixed by the pack
  releaseNameOverride:
    beacon: light
  namespaceLabels:
    "beacon": "pod-security.kubernetes.io/enforce=baseline,team=sea"
  spectrocloud.com/install-priority: "20"
charts:
  beacon:
    cluster: "{{ .spectro.system.cluster.name }}"
    # one is enough
    replicas: 1
    secret: '{{.lamina.var.beacon_secret | default "a-long-enough-secret"}}'
    service:
      type: ClusterIP
    keepDays: 7
`;

export const beaconPresets = `presets:
  - name: inside
    displayName: Inside the cluster
    group: Reach
    remove: ["charts.beacon.ingress"]
    add: |
      charts:
        beacon:
          service:
            type: ClusterIP
  - name: outside
    displayName: Through an ingress
    group: Reach
    remove: []
    add: |
      charts:
        beacon:
          ingress:
            enabled: true
  - {name: week, displayName: 7 days, group: Keep, remove: [], add: "charts:\\n  beacon:\\n    keepDays: 7\\n"}
  - {name: quarter, displayName: 90 days, group: Keep, remove: [], add: "charts:\\n  beacon:\\n    keepDays: 90\\n"}
`;

export const beaconRules = `charts.beacon.secret:
  schema: '{{ required | format "\${password:/^.{12,}$/}" | hints "Of the first administrator" }}'
charts.beacon.service.type:
  schema: '{{ format "\${list:[ClusterIP,NodePort,LoadBalancer]}" }}'
charts.beacon.keepDays:
  schema: '{{ format "\${number:[1-365]}" }}'
pack.namespace:
  schema: '{{ readonly }}'
`;

/** Parses or throws with the problems: for tests. */
export async function packOf(files: PackFiles): Promise<Pack> {
  const result = await parsePack(files, { registry: "public" });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.pack;
}

/** A pack of one kind with nothing but values. */
export function plainPack(
  name: string,
  layer: string,
  json: object = {},
  values = "",
): Promise<Pack> {
  const packJson = {
    name,
    displayName: name,
    version: "1.0.0",
    layer,
    cloudTypes: ["all"],
    ...json,
  };
  return packOf({ "pack.json": JSON.stringify(packJson), "values.yaml": values });
}
