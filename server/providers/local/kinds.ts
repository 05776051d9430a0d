import { z } from "zod";
import { controlPlaneGroup, infrastructureGroup } from "@/server/domain/cluster/render-capi";

/** Lists that server-side apply merges by a key carry it in their schema. */
const mapList = (...keys: string[]) => ({
  "x-kubernetes-list-type": "map",
  "x-kubernetes-list-map-keys": keys,
});

const conditionSchema = z.object({
  type: z.string(),
  status: z.enum(["True", "False", "Unknown"]),
  reason: z.string(),
  message: z.string(),
  lastTransitionTime: z.iso.datetime(),
  observedGeneration: z.int().optional(),
});
export type KubeCondition = z.infer<typeof conditionSchema>;
const conditions = z.array(conditionSchema).meta(mapList("type")).optional();
const endpoint = z.object({ host: z.string(), port: z.int().min(1).max(65_535) });
const textMap = z.record(z.string(), z.string());
const templateMetadata = z.object({ labels: textMap.optional(), annotations: textMap.optional() });
const observedGeneration = z.int().optional();

const machineSpec = z.object({
  providerID: z.string().optional(),
  cpu: z.int().min(1).max(1024),
  memoryMiB: z.int().min(1),
  /** What the simulated node says it runs. */
  osImage: z.string(),
  kernelVersion: z.string().optional(),
  nodeLabels: textMap.optional(),
  nodeTaints: z
    .array(z.object({ key: z.string(), value: z.string().optional(), effect: z.string() }))
    .optional(),
  /** How a control-plane member starts: it makes the cluster's etcd, or joins it. */
  etcd: z.enum(["create", "join"]).optional(),
});
export type LocalMachineSpec = z.infer<typeof machineSpec>;

const machineStatus = z.object({
  /** The Kubernetes version it runs; the wanted one stands in its Machine. */
  version: z.string().optional(),
  initialization: z.object({ provisioned: z.boolean().optional() }).optional(),
  addresses: z.array(z.object({ type: z.string(), address: z.string() })).optional(),
  conditions,
  observedGeneration,
});
export type LocalMachineStatus = z.infer<typeof machineStatus>;

const clusterSpec = z.object({
  controlPlaneEndpoint: endpoint.optional(),
  /** The endpoint is a load balancer of ours, not the only API server itself. Never goes back. */
  loadBalancer: z.boolean().optional(),
});
const clusterStatus = z.object({
  initialization: z.object({ provisioned: z.boolean().optional() }).optional(),
  conditions,
  observedGeneration,
});
export type LocalClusterStatus = z.infer<typeof clusterStatus>;

const controlPlaneSpec = z.object({
  replicas: z.int().min(1).max(3).default(1),
  version: z.string().regex(/^v\d+\.\d+\.\d+$/),
  podCIDR: z.string(),
  serviceCIDR: z.string(),
  apiServer: z.object({ extraArgs: textMap.optional() }).optional(),
  machineTemplate: z.object({
    metadata: templateMetadata.optional(),
    spec: z.object({
      infrastructureRef: z.object({ apiGroup: z.string(), kind: z.string(), name: z.string() }),
    }),
  }),
});
export type LocalControlPlaneSpec = z.infer<typeof controlPlaneSpec>;
const controlPlaneStatus = z.object({
  initialization: z.object({ controlPlaneInitialized: z.boolean().optional() }).optional(),
  version: z.string().optional(),
  selector: z.string().optional(),
  replicas: z.int().optional(),
  readyReplicas: z.int().optional(),
  availableReplicas: z.int().optional(),
  upToDateReplicas: z.int().optional(),
  externalManagedControlPlane: z.boolean().optional(),
  conditions,
  observedGeneration,
});
export type LocalControlPlaneStatus = z.infer<typeof controlPlaneStatus>;

/** One kind of ours: how it is called and what stands in it. */
export interface LocalKind<
  Spec extends z.ZodType = z.ZodType,
  Status extends z.ZodType = z.ZodType,
> {
  group: string;
  kind: string;
  plural: string;
  spec: Spec;
  status?: Status;
}

const infrastructure = <S extends z.ZodType, T extends z.ZodType>(
  kind: string,
  spec: S,
  status?: T,
): LocalKind<S, T> => ({
  group: infrastructureGroup,
  kind,
  plural: `${kind.toLowerCase()}s`,
  spec,
  ...(status ? { status } : {}),
});

export const localCluster = infrastructure("LocalCluster", clusterSpec, clusterStatus);
export const localMachine = infrastructure("LocalMachine", machineSpec, machineStatus);
export const localMachineTemplate = infrastructure(
  "LocalMachineTemplate",
  z.object({ template: z.object({ metadata: templateMetadata.optional(), spec: machineSpec }) }),
);
export const localControlPlane = {
  group: controlPlaneGroup,
  kind: "LocalControlPlane",
  plural: "localcontrolplanes",
  spec: controlPlaneSpec,
  status: controlPlaneStatus,
} satisfies LocalKind;

/** Version of all our kinds. */
export const localApiVersion = "v1alpha1";

/** API version and kind, as the client asks for them. */
export function kindOf(kind: LocalKind) {
  return { apiVersion: `${kind.group}/${localApiVersion}`, kind: kind.kind };
}

export const clusterKind = { apiVersion: "cluster.x-k8s.io/v1beta2", kind: "Cluster" };
export const machineKind = { apiVersion: "cluster.x-k8s.io/v1beta2", kind: "Machine" };

const anyMeta = z.object({ dataSecretName: z.string().optional() });
/** What we read of Cluster API's Cluster. */
export const capiClusterSchema = z.object({
  spec: z.object({
    paused: z.boolean().optional(),
    controlPlaneEndpoint: z.object({ port: z.int().optional() }).optional(),
    infrastructureRef: z.object({ name: z.string() }).optional(),
    controlPlaneRef: z.object({ name: z.string() }).optional(),
  }),
});
/** What we read of Cluster API's Machine. */
export const capiMachineSchema = z.object({
  spec: z.object({
    clusterName: z.string(),
    version: z.string().optional(),
    bootstrap: anyMeta.optional(),
    infrastructureRef: z.object({ name: z.string() }),
  }),
  status: z
    .object({ nodeRef: z.object({ name: z.string() }).optional(), phase: z.string().optional() })
    .optional(),
});
