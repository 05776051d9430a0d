import { z } from "zod";
import { clip } from "@/server/domain/agent/text";
import { idSchema } from "@/server/domain/ids/ids";

/** A DNS label (RFC 1123): what Kubernetes demands of the names we derive objects from. */
export const dnsLabel = z
  .string()
  .min(1, "Give a name.")
  .max(40, "At most 40 characters.")
  .regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
    "Use lower-case letters, digits and dashes; begin and end with a letter or digit.",
  );

const labelName = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const domain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Why Kubernetes refuses a key of a label or taint, and with it the node; or null. */
function labelKeyFault(key: string): string | null {
  const at = key.indexOf("/");
  const prefix = key.slice(0, Math.max(0, at));
  if (at >= 0 && (prefix.length > 253 || !domain.test(prefix))) {
    return `"${clip(prefix, 60)}" before the / is no domain such as example.org.`;
  }
  if (labelName.test(key.slice(at + 1))) return null;
  return "Not a Kubernetes label key: use at most 63 letters, digits, dashes, dots and underscores; begin and end with a letter or digit.";
}

/** The key of a label or taint: a name, or a domain and a name such as `example.org/zone`. */
export const labelKey = z.string().superRefine((key, ctx) => {
  const message = labelKeyFault(key);
  if (message !== null) ctx.addIssue({ code: "custom", message });
});
export const labelValue = z
  .string()
  .max(63, "At most 63 characters.")
  .regex(/^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/, "Not a Kubernetes label value.");

/** A taint of a pool's nodes. */
export const taintSchema = z.object({
  key: labelKey,
  value: labelValue.default(""),
  effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]),
});
export type Taint = z.output<typeof taintSchema>;

/** The taints of a pool: Kubernetes refuses a node with two of one key and effect. */
const taintsSchema = z
  .array(taintSchema)
  .max(20)
  .superRefine((taints, ctx) => {
    taints.forEach(({ key, effect }, i) => {
      if (taints.findIndex((taint) => taint.key === key && taint.effect === effect) === i) return;
      const message = `Another taint has the key ${key} and the effect ${effect}: a node can have it once.`;
      ctx.addIssue({ code: "custom", path: [i, "key"], message });
    });
  });

/** Names of machine sizes that the `local` infrastructure offers. */
export const localSizes = {
  small: { cpu: 2, memoryMiB: 4096 },
  medium: { cpu: 4, memoryMiB: 8192 },
  large: { cpu: 8, memoryMiB: 32_768 },
} as const;
export type LocalSize = keyof typeof localSizes;

/** A machine pool: machines alike in role, size, labels and taints. */
export const poolSchema = z.object({
  name: dnsLabel.max(20, "At most 20 characters."),
  role: z.enum(["control-plane", "worker"]),
  size: z.number().int().min(0, "Not below 0.").max(1000, "At most 1000 machines in a pool."),
  machineSize: z.enum(["small", "medium", "large"]).default("medium"),
  labels: z.record(labelKey, labelValue).default({}),
  taints: taintsSchema.default([]),
});
export type Pool = z.output<typeof poolSchema>;

/** The pools of a cluster: exactly one control-plane pool of 1 or 3, and any number of workers. */
export const poolsSchema = z
  .array(poolSchema)
  .min(1)
  .max(20)
  .superRefine((pools, ctx) => {
    const controlPlanes = pools.filter((p) => p.role === "control-plane");
    if (controlPlanes.length !== 1) {
      ctx.addIssue({ code: "custom", message: "A cluster has exactly one control-plane pool." });
    }
    pools.forEach((pool, i) => {
      if (pool.role === "control-plane" && pool.size !== 1 && pool.size !== 3) {
        const message = `A control plane has 1 or 3 nodes, not ${pool.size}: etcd needs an odd number to keep a majority.`;
        ctx.addIssue({ code: "custom", path: [i, "size"], message });
      }
      if (pools.findIndex((p) => p.name === pool.name) !== i) {
        const message = `Two pools are called ${pool.name}.`;
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
  pool: z.string(),
  size: z.number().int().min(0).max(1000),
  generation: seenGeneration,
});

export const changeProfileVersionInput = z.object({
  clusterId: idSchema("cluster"),
  profileVersionId: idSchema("profileVersion"),
  generation: seenGeneration,
});
