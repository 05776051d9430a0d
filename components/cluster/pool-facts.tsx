import { localSizes, type Pool } from "@/server/domain/cluster/types";

/** A machine size in words: "4 CPU, 8 GiB". */
export function sizeText(size: Pool["machineSize"]): string {
  const { cpu, memoryMiB } = localSizes[size];
  return `${cpu} CPU, ${memoryMiB / 1024} GiB`;
}

/** Role, size, labels and taints of a pool on one line. */
export function PoolFacts({ pool }: { pool: Pool }) {
  const labels = Object.entries(pool.labels).map(([key, value]) => `${key}=${value}`);
  const taints = pool.taints.map((t) => `${t.key}${t.value && `=${t.value}`}:${t.effect}`);
  const parts = [
    pool.role === "control-plane" ? "Control plane" : "Workers",
    `${pool.machineSize} (${sizeText(pool.machineSize)})`,
    labels.length > 0 ? `labels ${labels.join(", ")}` : "",
    taints.length > 0 ? `taints ${taints.join(", ")}` : "",
  ];
  return <>{parts.filter(Boolean).join(" · ")}</>;
}
