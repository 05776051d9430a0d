import type { z } from "zod";
import { freeName } from "@/server/domain/profile/new-layer";
import { type createClusterInput, labelKey, labelValue } from "@/server/domain/cluster/types";

/** What the wizard's form holds: the input of the deploy itself. */
export type DeployValues = z.input<typeof createClusterInput>;
export type PoolValues = DeployValues["pools"][number];

/** One control plane and three workers: enough to see pods spread. */
export function defaultPools(): PoolValues[] {
  return [pool("control-plane", "control-plane", 1), pool("workers", "worker", 3)];
}

/** A further worker pool with a name that is free. */
export function nextPool(pools: readonly PoolValues[]): PoolValues {
  const name = freeName(
    "workers",
    pools.map((p) => p.name),
  );
  return pool(name, "worker", 1);
}

function pool(name: string, role: PoolValues["role"], size: number): PoolValues {
  return { name, role, size, machineSize: "medium", labels: {}, taints: [] };
}

/** A name for the cluster that nobody has yet, made from the profile's. */
export function suggestName(profileName: string, taken: readonly string[]): string {
  const base = profileName
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 34)
    .replace(/-+$/, "");
  return freeName(base || "cluster", taken);
}

/** Labels as the chips of a TagInput. */
export function labelTexts(labels: PoolValues["labels"]): string[] {
  return Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
}

/** The chips as labels; the last of two equal keys counts. */
export function labelsOf(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(texts.map(splitLabel));
}

/** Why a text is no label, or undefined. */
export function labelFault(text: string): string | undefined {
  if (!text.includes("=")) return "Use the form key=value.";
  const [key, value] = splitLabel(text);
  const fault = labelKey.safeParse(key).error ?? labelValue.safeParse(value).error;
  return fault?.issues[0]?.message;
}

function splitLabel(text: string): [string, string] {
  const at = text.indexOf("=");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
