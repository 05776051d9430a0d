import { labels } from "@/server/domain/cluster/kube-names";
import type { KubeObject } from "@/server/kube/types";
import type { LocalMachineSpec } from "./kinds";
import { kwokAnnotation } from "./kwok";

/** What a simulated node is made from. */
export interface NodeInput {
  name: string;
  providerId: string;
  /** With "v". */
  version: string;
  controlPlane: boolean;
  spec: LocalMachineSpec;
  /** Its part of the cluster's pod range; none when all are taken. */
  podCidr?: string | undefined;
}

const MAX_PODS = 110;
const controlPlaneRole = "node-role.kubernetes.io/control-plane";

/** `local://<cluster>/<machine>`: what ties a Machine to its Node. */
export function providerIdOf(clusterKey: string, machineName: string): string {
  return `local://${clusterKey}/${machineName}`;
}

/** The Node of a machine, as its kubelet would register it. kwok makes it Ready and plays its pods. */
export function nodeObject(input: NodeInput): KubeObject {
  const { name, spec, controlPlane } = input;
  const resources = {
    cpu: String(spec.cpu),
    memory: `${spec.memoryMiB}Mi`,
    pods: String(MAX_PODS),
  };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      annotations: { [kwokAnnotation.key]: kwokAnnotation.value },
      labels: {
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        ...spec.nodeLabels,
        ...(controlPlane ? { [controlPlaneRole]: "" } : {}),
        [labels.simulated]: "true",
      },
    },
    spec: {
      providerID: input.providerId,
      taints: taintsOf(input),
      ...(input.podCidr ? { podCIDR: input.podCidr, podCIDRs: [input.podCidr] } : {}),
    },
    status: {
      capacity: resources,
      allocatable: resources,
      nodeInfo: nodeInfo(input),
    },
  };
}

function taintsOf({ spec, controlPlane }: NodeInput) {
  const own = (spec.nodeTaints ?? []).map((taint) => ({
    key: taint.key,
    effect: taint.effect,
    ...(taint.value ? { value: taint.value } : {}),
  }));
  return controlPlane ? [{ key: controlPlaneRole, effect: "NoSchedule" }, ...own] : own;
}

/** What a machine that is upgraded in place reports anew. */
export function softwareOf({ spec, version }: Pick<NodeInput, "spec" | "version">) {
  return {
    osImage: spec.osImage,
    kernelVersion: spec.kernelVersion ?? "simulated",
    kubeletVersion: version,
    kubeProxyVersion: version,
  };
}

function nodeInfo(input: NodeInput) {
  return {
    operatingSystem: "linux",
    architecture: "amd64",
    ...softwareOf(input),
    containerRuntimeVersion: "simulated://kwok",
    bootID: "",
    machineID: "",
    systemUUID: "",
  };
}
