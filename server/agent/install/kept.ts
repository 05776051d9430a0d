import { randomUUID } from "node:crypto";
import { clip } from "@/server/domain/agent/text";
import { messageOf } from "@/server/domain/errors/app-error";
import type { KubeClient } from "@/server/kube/client";
import type { Log } from "@/server/platform/log/log";
import { ours } from "./names";
import type { Kept } from "./removal";

/**
 * Says by an event of the cluster what stayed although its layer went: the layer itself is not reported
 * any more, and the console shows events.
 */
export async function tellKept(
  api: KubeClient,
  layer: string,
  kept: readonly Kept[],
  log: Log,
): Promise<void> {
  for (const { ref, why } of kept) {
    const { namespace = "default" } = ref;
    const now = new Date().toISOString().replace(/\.\d+Z$/, "Z");
    const event = {
      apiVersion: "v1",
      kind: "Event",
      metadata: { name: `kept-${randomUUID()}`, namespace },
      involvedObject: ref,
      type: "Normal",
      reason: "Kept",
      message: clip(`Layer ${layer}: ${why}`, 1000),
      source: { component: ours.fieldManager },
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
    };
    try {
      await api.create(event);
    } catch (error) {
      // What was kept is in the log as well; removal goes on.
      log.warn({ layer, why, error: messageOf(error) }, "event not written");
    }
  }
}
