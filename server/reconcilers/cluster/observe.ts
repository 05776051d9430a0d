import { z } from "zod";
import { clusterNamespace, labels } from "@/server/domain/cluster/kube-names";
import {
  kubeconfigSecretName,
  machineOf,
  type RenderInput,
} from "@/server/domain/cluster/render-capi";
import type { ClusterWorld, ObservedPart, ObservedPool } from "@/server/domain/cluster/world";
import { isCatalogueCode } from "@/server/domain/operation/catalogue";
import type { KubeClient } from "@/server/kube/client";
import type { KubeObject } from "@/server/kube/types";
import type { ClusterScope } from "./load";

const condition = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string().default(""),
  message: z.string().default(""),
});
const statusShape = z.object({
  conditions: z.array(condition).default([]),
  readyReplicas: z.number().default(0),
  version: z.string().optional(),
  initialization: z
    .object({
      provisioned: z.boolean().optional(),
      controlPlaneInitialized: z.boolean().optional(),
    })
    .default({}),
});
const machineShape = z.object({ spec: z.object({ version: z.string() }) });
/** Cluster API notes on what it makes from a template which one that was. */
const clonedFrom = "cluster.x-k8s.io/cloned-from-name";
const endpointShape = z.object({ host: z.string().min(1), port: z.number().int().positive() });

/** The Cluster API objects of a cluster, and its kubeconfig as the provider wrote it. */
export interface ObservedMachines {
  world: NonNullable<ClusterWorld["machines"]>;
  kubeconfig: string | null;
  /** Tells which of the objects that were handed over are there, and changes with what they ask for. */
  generations: string;
}

const infrastructure = "infrastructure.cluster.x-k8s.io/v1alpha1";
const capi = "cluster.x-k8s.io/v1beta2";

/**
 * Looks at everything the management plane has of this cluster. `input` is what its objects follow from;
 * null when that cannot be told.
 */
export async function observeMachines(
  client: KubeClient,
  scope: ClusterScope,
  input: RenderInput | null,
): Promise<ObservedMachines> {
  const { cluster } = scope;
  const namespace = clusterNamespace(cluster.id);
  const of = (apiVersion: string, kind: string) => client.list({ apiVersion, kind }, { namespace });
  const [clusters, local, controlPlanes, deployments, machines, localMachines, secret] =
    await Promise.all([
      of(capi, "Cluster"),
      of(infrastructure, "LocalCluster"),
      of("controlplane.cluster.x-k8s.io/v1alpha1", "LocalControlPlane"),
      of(capi, "MachineDeployment"),
      of(capi, "Machine"),
      of(infrastructure, "LocalMachine"),
      client.find({
        apiVersion: "v1",
        kind: "Secret",
        namespace,
        name: kubeconfigSecretName(cluster.name),
      }),
    ]);
  const kubeconfig = kubeconfigOf(secret);
  const endpoint = endpointOf(clusters[0]);
  return {
    kubeconfig,
    generations: generationsOf([...clusters, ...local, ...controlPlanes, ...deployments]),
    world: {
      // Its contract field comes with the API server's first answer; an endpoint is all it has to give.
      infrastructure: local[0] ? partOf(local[0], isReady) : null,
      controlPlane: controlPlanes[0] ? controlPlaneOf(controlPlanes[0], localMachines) : null,
      pools: cluster.spec.pools.map(({ name }) => {
        const pool = input?.pools.find((one) => one.name === name);
        const wanted = input && pool ? machineOf(input, pool) : null;
        return poolOf(name, wanted, machines, localMachines);
      }),
      endpoint,
      hasKubeconfig: kubeconfig !== null,
    },
  };
}

function generationsOf(objects: readonly KubeObject[]): string {
  const marks = objects.map(({ kind, metadata: { name, uid, generation } }) =>
    [kind, name, uid, generation].join("/"),
  );
  return marks.sort().join(" ");
}

function isReady(status: z.output<typeof statusShape>): boolean {
  return status.conditions.some((c) => c.type === "Ready" && c.status === "True");
}

/** What an object says of itself: ready by the contract's field, explained by its Ready condition. */
function partOf(
  object: KubeObject,
  readyBy: (status: z.output<typeof statusShape>) => boolean,
): ObservedPart {
  const status = statusShape.safeParse(object.status ?? {}).data ?? statusShape.parse({});
  const told =
    status.conditions.find((c) => c.type === "Ready" && c.status !== "True") ??
    status.conditions.find((c) => c.type === "Ready" || c.type === "Available");
  const reason = told?.reason || "Creating";
  const ready = readyBy(status);
  return { ready, reason, message: told?.message ?? "", code: ready ? null : codeOf(reason) };
}

/** Reasons of our providers that are failures are codes of the catalogue. */
function codeOf(reason: string): ObservedPart["code"] {
  return isCatalogueCode(reason) ? reason : null;
}

function controlPlaneOf(object: KubeObject, localMachines: readonly KubeObject[]) {
  const status = statusShape.safeParse(object.status ?? {}).data ?? statusShape.parse({});
  const part = partOf(
    object,
    (s) => s.initialization.controlPlaneInitialized === true && s.readyReplicas > 0,
  );
  const trouble = part.ready ? null : firstTrouble(localMachines);
  return {
    ...part,
    ...trouble,
    initialized: status.initialization.controlPlaneInitialized === true,
    readyReplicas: status.readyReplicas,
    version: status.version ?? null,
  };
}

function poolOf(
  name: string,
  wanted: ReturnType<typeof machineOf> | null,
  machines: readonly KubeObject[],
  localMachines: readonly KubeObject[],
): ObservedPool {
  const own = machines.filter((m) => m.metadata.labels?.[labels.pool] === name);
  const ready = own.filter((m) => {
    const status = statusShape.safeParse(m.status ?? {}).data;
    return status?.conditions.some((c) => c.type === "NodeReady" && c.status === "True") ?? false;
  });
  const infra = localMachines.filter((m) => m.metadata.labels?.[labels.pool] === name);
  const template = new Map(
    infra.map(({ metadata }) => [metadata.name, metadata.annotations?.[clonedFrom]]),
  );
  const isWanted = (machine: KubeObject): boolean =>
    machineShape.safeParse(machine).data?.spec.version === wanted?.version &&
    template.get(machine.metadata.name) === wanted?.template;
  return {
    name,
    total: own.length,
    ready: ready.length,
    upToDate: wanted ? own.filter(isWanted).length : own.length,
    trouble: firstTrouble(infra),
  };
}

function firstTrouble(localMachines: readonly KubeObject[]): ObservedPart | null {
  const parts = localMachines.map((m) => partOf(m, (s) => s.initialization.provisioned === true));
  return parts.find((part) => part.code !== null) ?? null;
}

function endpointOf(cluster: KubeObject | undefined): string | null {
  const spec = z.object({ controlPlaneEndpoint: endpointShape }).safeParse(cluster?.spec);
  if (!spec.success) return null;
  const { host, port } = spec.data.controlPlaneEndpoint;
  return `https://${host}:${port}`;
}

function kubeconfigOf(secret: KubeObject | undefined): string | null {
  const data = z.object({ value: z.string().min(1) }).safeParse(secret?.data);
  return data.success ? Buffer.from(data.data.value, "base64").toString("utf8") : null;
}
