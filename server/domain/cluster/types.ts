import { z } from "zod";
import { idSchema } from "@/server/domain/ids/ids";
import { labelKeyFault, labelValueFault } from "@/server/domain/kubernetes/metadata";
import { reservedLabelFault, reservedTaintFault } from "./reserved-keys";

/** A DNS label (RFC 1123): what Kubernetes demands of the names we derive objects from. */
export const dnsLabel = z
  .string()
  .min(1, "Enter a name.")
  .max(40, "At most 40 characters.")
  .regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
    "Lowercase letters, digits and hyphens. Start and end with a letter or digit.",
  );

/** No label key is longer: a domain, a slash and a name (Kubernetes, "Labels and Selectors"). */
const maxLabelKey = 253 + 1 + 63;

/** A text that Kubernetes and Lamina take; each fault says why they do not. */
function checked(...faults: ((text: string) => string | null)[]) {
  const bounded = z.string().max(maxLabelKey, {
    abort: true,
    message: `At most ${maxLabelKey} characters.`,
  });
  return bounded.superRefine((text, ctx) => {
    const message = faults.reduce<string | null>((found, fault) => found ?? fault(text), null);
    if (message !== null) ctx.addIssue({ code: "custom", message });
  });
}

/** The key of a node's label: a name, or a domain and a name such as `example.org/zone`. */
export const labelKey = checked(labelKeyFault, reservedLabelFault);
const taintKey = checked(labelKeyFault, reservedTaintFault);
export const labelValue = checked(labelValueFault);

/** A taint of a pool's nodes. */
export const taintSchema = z.object({
  key: taintKey,
  value: labelValue.default(""),
  effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]),
});
export type Taint = z.output<typeof taintSchema>;

/** The taints of a pool: Kubernetes refuses a node with two of one key and effect. */
const taintsSchema = z
  .array(taintSchema)
  .max(20, { abort: true, message: "At most 20 taints." })
  .superRefine((taints, ctx) => {
    taints.forEach(({ key, effect }, i) => {
      if (taints.findIndex((taint) => taint.key === key && taint.effect === effect) === i) return;
      const message = `Another taint has the key ${key} and the effect ${effect}. A node can have that combination only once.`;
      ctx.addIssue({ code: "custom", path: [i, "key"], message });
    });
  });

/** The labels of a pool's nodes. */
const labelsSchema = z
  .record(labelKey, labelValue)
  .refine((labels) => Object.keys(labels).length <= 64, "At most 64 labels.");

/** Names of machine sizes that the `local` infrastructure offers. */
export const localSizes = {
  small: { cpu: 2, memoryMiB: 4096 },
  medium: { cpu: 4, memoryMiB: 8192 },
  large: { cpu: 8, memoryMiB: 32_768 },
} as const;
export type LocalSize = keyof typeof localSizes;

/** How many machines a pool has. */
export const poolSize = z
  .number("Enter a whole number.")
  .int("Enter a whole number.")
  .min(0, "At least 0.")
  .max(1000, "At most 1000 nodes.");

/** A machine pool: machines alike in role, size, labels and taints. */
export const poolSchema = z.object({
  name: dnsLabel.max(20, "At most 20 characters."),
  role: z.enum(["control-plane", "worker"]),
  size: poolSize,
  machineSize: z.enum(["small", "medium", "large"]).default("medium"),
  labels: labelsSchema.default({}),
  taints: taintsSchema.default([]),
});
export type Pool = z.output<typeof poolSchema>;

/** The pools of a cluster: exactly one control-plane pool of 1 or 3, and any number of workers. */
export const poolsSchema = z
  .array(poolSchema)
  .min(1, { abort: true, message: "A cluster needs exactly one control-plane pool." })
  .max(20, { abort: true, message: "At most 20 pools." })
  .superRefine((pools, ctx) => {
    const controlPlanes = pools.filter((p) => p.role === "control-plane");
    if (controlPlanes.length !== 1) {
      ctx.addIssue({ code: "custom", message: "A cluster needs exactly one control-plane pool." });
    }
    pools.forEach((pool, i) => {
      if (pool.role === "control-plane" && pool.size !== 1 && pool.size !== 3) {
        const message = `A control plane has 1 or 3 nodes, not ${pool.size}: etcd needs an odd number of members for a quorum.`;
        ctx.addIssue({ code: "custom", path: [i, "size"], message });
      }
      if (pools.findIndex((p) => p.name === pool.name) !== i) {
        const message = `Another pool is named ${pool.name}. Choose a different name.`;
        ctx.addIssue({ code: "custom", path: [i, "name"], message });
      }
    });
  });

/** What a person asks for: the only part of a cluster that people write. */
export interface ClusterSpec {
  infrastructure: "local";
  kubernetesVersion: string;
  pools: Pool[];
}

/** What the reconciler saw last. */
export interface ClusterObserved {
  endpoint: string | null;
  /** What the control plane runs; null until it has been ready once. */
  kubernetesVersion: string | null;
  pools: { name: string; ready: number; total: number }[];
  /** The generation of the spec that was fully carried out last. */
  generation: number;
  /** Percent of the current operation's steps that are done. */
  progress: number;
}

/** The observed part of a cluster nobody has looked at yet. */
export const nothingObserved: ClusterObserved = {
  endpoint: null,
  kubernetesVersion: null,
  pools: [],
  generation: 0,
  progress: 0,
};

export const createClusterInput = z.object({
  projectId: idSchema("project"),
  name: dnsLabel,
  profileVersionId: idSchema("profileVersion"),
  pools: poolsSchema,
});

/** The generation the person saw; another one means someone else changed the cluster. */
const seenGeneration = z.number().int();

export const scalePoolInput = z.object({
  clusterId: idSchema("cluster"),
  pool: z.string().max(63),
  size: poolSize,
  generation: seenGeneration,
});

export const changeProfileVersionInput = z.object({
  clusterId: idSchema("cluster"),
  profileVersionId: idSchema("profileVersion"),
  generation: seenGeneration,
});
