import { labels } from "@/server/domain/cluster/kube-names";
import {
  bootstrapSecretName,
  infrastructureGroup,
  kubeconfigSecretName,
} from "@/server/domain/cluster/render-capi";
import type { KubeObject, OwnerReference } from "@/server/kube/types";
import { clusterNameLabel, clusterNameOf, controlPlaneLabel } from "./context";
import {
  kindOf,
  localMachine,
  machineKind,
  type LocalControlPlaneSpec,
  type LocalMachineSpec,
} from "./kinds";

/** A simulated node may hold pods that refuse to go; after this it goes all the same. */
const DRAIN_TIMEOUT_SECONDS = 120;

/** Owner reference of a control plane: what it made goes with it. */
export function ownedBy(owner: KubeObject, controller: boolean): OwnerReference {
  const { apiVersion, kind, metadata } = owner;
  const { name, uid = "" } = metadata;
  return { apiVersion, kind, name, uid, ...(controller ? { controller: true } : {}) };
}

/** The secrets of a cluster: the kubeconfig Cluster API connects with, and what machines boot from. */
export function clusterSecrets(plane: KubeObject, kubeconfig: string): KubeObject[] {
  const clusterName = clusterNameOf(plane);
  const secret = (name: string, value: string): KubeObject => ({
    apiVersion: "v1",
    kind: "Secret",
    type: "cluster.x-k8s.io/secret",
    metadata: {
      name,
      namespace: plane.metadata.namespace ?? "default",
      labels: { [clusterNameLabel]: clusterName },
      ownerReferences: [ownedBy(plane, true)],
    },
    data: { value: Buffer.from(value, "utf8").toString("base64") },
  });
  return [
    secret(kubeconfigSecretName(clusterName), kubeconfig),
    secret(bootstrapSecretName(clusterName), "# A simulated machine boots nothing.\n"),
  ];
}

/** A member: the LocalMachine cloned from the template, and Cluster API's Machine that refers to it. */
export function memberObjects(
  plane: KubeObject,
  spec: LocalControlPlaneSpec,
  template: LocalMachineSpec,
  member: { name: string; etcd: "create" | "join" },
): KubeObject[] {
  const clusterName = clusterNameOf(plane);
  const namespace = plane.metadata.namespace ?? "default";
  const clusterId = plane.metadata.labels?.[labels.clusterId];
  const metadata = {
    name: member.name,
    namespace,
    labels: {
      ...spec.machineTemplate.metadata?.labels,
      ...(clusterId ? { [labels.clusterId]: clusterId } : {}),
      [clusterNameLabel]: clusterName,
      [controlPlaneLabel]: "",
      "cluster.x-k8s.io/control-plane-name": plane.metadata.name,
    },
  };
  return [
    {
      ...kindOf(localMachine),
      metadata: { ...metadata, ownerReferences: [ownedBy(plane, false)] },
      spec: { ...template, etcd: member.etcd },
    },
    {
      ...machineKind,
      metadata: { ...metadata, ownerReferences: [ownedBy(plane, true)] },
      spec: {
        clusterName,
        version: spec.version,
        bootstrap: { dataSecretName: bootstrapSecretName(clusterName) },
        deletion: { nodeDrainTimeoutSeconds: DRAIN_TIMEOUT_SECONDS },
        infrastructureRef: {
          apiGroup: infrastructureGroup,
          kind: localMachine.kind,
          name: member.name,
        },
      },
    },
  ];
}
