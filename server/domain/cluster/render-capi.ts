import { clusterNamespace, labels, objectName, shortHash } from "./kube-names";

/** A pool with the figures of its machines. */
export interface RenderPool {
  name: string;
  role: "control-plane" | "worker";
  size: number;
  labels: Readonly<Record<string, string>>;
  taints: readonly { key: string; value: string; effect: string }[];
  cpu: number;
  memoryMiB: number;
}

/** Everything a cluster's Cluster API objects follow from. */
export interface RenderInput {
  clusterId: string;
  name: string;
  kubernetesVersion: string;
  podCidr: string;
  serviceCidr: string;
  apiServerExtraArgs: Readonly<Record<string, string>>;
  /** Shown as the nodes' operating system. */
  osImage: string;
  kernelVersion?: string;
  pools: readonly RenderPool[];
}

/** An object to apply. */
export interface RenderedObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
  [field: string]: unknown;
}

export const infrastructureGroup = "infrastructure.cluster.x-k8s.io";
export const controlPlaneGroup = "controlplane.cluster.x-k8s.io";
const localVersion = "v1alpha1";
const capiVersion = "cluster.x-k8s.io/v1beta2";

/**
 * The objects that make a cluster on the `local` infrastructure, in the order of applying.
 * Names follow from the input alone, so applying twice changes nothing. Without workers they stay as
 * they are: they follow a control plane that is being upgraded.
 */
export function renderCluster(
  input: RenderInput,
  { withWorkers = true }: { withWorkers?: boolean } = {},
): RenderedObject[] {
  const namespace = clusterNamespace(input.clusterId);
  const controlPlane = input.pools.filter((pool) => pool.role === "control-plane");
  const workers = withWorkers ? input.pools.filter((pool) => pool.role === "worker") : [];
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, labels: own(input) } },
    ...controlPlane.flatMap((pool) => [
      template(input, pool),
      localCluster(input),
      localControlPlane(input, pool),
      cluster(input, pool),
    ]),
    ...workers.flatMap((pool) => [template(input, pool), machineDeployment(input, pool)]),
  ];
}

/** Name of the pool's MachineDeployment: for scaling and for finding its machines. */
export function poolObjectName(clusterName: string, poolName: string): string {
  return objectName(clusterName, poolName);
}

/** Name of the secret with the admin's kubeconfig; Cluster API prescribes it. */
export function kubeconfigSecretName(clusterName: string): string {
  return `${clusterName}-kubeconfig`;
}

/** Name of the secret every machine boots from. Local machines boot nothing, Cluster API wants one. */
export function bootstrapSecretName(clusterName: string): string {
  return `${clusterName}-bootstrap`;
}

function own(input: RenderInput): Record<string, string> {
  return { [labels.clusterId]: input.clusterId };
}

function meta(input: RenderInput, name: string, extra: Record<string, string> = {}) {
  const membership = { "cluster.x-k8s.io/cluster-name": input.name };
  const namespace = clusterNamespace(input.clusterId);
  return { name, namespace, labels: { ...own(input), ...membership, ...extra } };
}

function cluster(input: RenderInput, pool: RenderPool): RenderedObject {
  const ref = (apiGroup: string, kind: string, name: string) => ({ apiGroup, kind, name });
  return {
    apiVersion: capiVersion,
    kind: "Cluster",
    metadata: meta(input, input.name),
    spec: {
      clusterNetwork: {
        pods: { cidrBlocks: [input.podCidr] },
        services: { cidrBlocks: [input.serviceCidr] },
      },
      infrastructureRef: ref(infrastructureGroup, "LocalCluster", input.name),
      controlPlaneRef: ref(
        controlPlaneGroup,
        "LocalControlPlane",
        objectName(input.name, pool.name),
      ),
    },
  };
}

function localCluster(input: RenderInput): RenderedObject {
  return {
    apiVersion: `${infrastructureGroup}/${localVersion}`,
    kind: "LocalCluster",
    metadata: meta(input, input.name),
    spec: {},
  };
}

function localControlPlane(input: RenderInput, pool: RenderPool): RenderedObject {
  return {
    apiVersion: `${controlPlaneGroup}/${localVersion}`,
    kind: "LocalControlPlane",
    metadata: meta(input, objectName(input.name, pool.name)),
    spec: {
      replicas: pool.size,
      version: versionTag(input),
      podCIDR: input.podCidr,
      serviceCIDR: input.serviceCidr,
      apiServer: { extraArgs: { ...input.apiServerExtraArgs } },
      machineTemplate: {
        metadata: { labels: { ...own(input), [labels.pool]: pool.name } },
        spec: {
          infrastructureRef: {
            apiGroup: infrastructureGroup,
            kind: "LocalMachineTemplate",
            name: templateName(input, pool),
          },
        },
      },
    },
  };
}

function machineDeployment(input: RenderInput, pool: RenderPool): RenderedObject {
  const poolLabel = { [labels.pool]: pool.name };
  return {
    apiVersion: capiVersion,
    kind: "MachineDeployment",
    metadata: meta(input, poolObjectName(input.name, pool.name), poolLabel),
    spec: {
      clusterName: input.name,
      replicas: pool.size,
      template: {
        metadata: { labels: { ...own(input), ...poolLabel } },
        spec: {
          clusterName: input.name,
          version: versionTag(input),
          bootstrap: { dataSecretName: bootstrapSecretName(input.name) },
          // A simulated node may hold pods that refuse to go; after this it goes all the same.
          deletion: { nodeDrainTimeoutSeconds: 120 },
          infrastructureRef: {
            apiGroup: infrastructureGroup,
            kind: "LocalMachineTemplate",
            name: templateName(input, pool),
          },
        },
      },
    },
  };
}

/** Cluster API never changes machines by a changed template: a changed one has another name. */
function template(input: RenderInput, pool: RenderPool): RenderedObject {
  return {
    apiVersion: `${infrastructureGroup}/${localVersion}`,
    kind: "LocalMachineTemplate",
    metadata: meta(input, templateName(input, pool), { [labels.pool]: pool.name }),
    spec: { template: { spec: machineSpec(input, pool) } },
  };
}

/** What the machines of a pool are made from: one of another version or template is yet to be replaced. */
export function machineOf(
  input: RenderInput,
  pool: RenderPool,
): { version: string; template: string } {
  return { version: versionTag(input), template: templateName(input, pool) };
}

function templateName(input: RenderInput, pool: RenderPool): string {
  const content = JSON.stringify(machineSpec(input, pool));
  return `${objectName(input.name, pool.name)}-${shortHash(content)}`;
}

function machineSpec(input: RenderInput, pool: RenderPool) {
  const { cpu, memoryMiB, taints } = pool;
  const sorted = Object.entries(pool.labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    cpu,
    memoryMiB,
    osImage: input.osImage,
    ...(input.kernelVersion ? { kernelVersion: input.kernelVersion } : {}),
    nodeLabels: { ...Object.fromEntries(sorted), [labels.pool]: pool.name },
    nodeTaints: taints.map(({ key, value, effect }) => ({ key, value, effect })),
  };
}

/** Cluster API writes versions with a "v". */
function versionTag({ kubernetesVersion }: RenderInput): string {
  return kubernetesVersion.startsWith("v") ? kubernetesVersion : `v${kubernetesVersion}`;
}
