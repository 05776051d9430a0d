import { entryOf } from "@/components/operation/operation-look";
import { formatDuration } from "@/components/ui/format-time";
import type { OperationView } from "@/server/domain/cluster/views";
import type { OperationStep } from "@/server/domain/operation/types";

/** An operation as plain text, for a report to whoever helps. It holds no values and no secrets. */
export function supportText(
  operation: OperationView,
  about: { cluster: string; address: string; now: Date },
): string {
  const lines = [
    `${operation.title} (${operation.id})`,
    `Cluster: ${about.cluster}`,
    `State: ${operation.state}, attempt ${operation.attempt}`,
    `Started: ${operation.startedAt}`,
    `Finished: ${operation.finishedAt ?? "not yet"}`,
    `Copied: ${about.now.toISOString()}`,
    `Page: ${about.address}`,
    "",
    ...operation.steps.flatMap((step) => stepLines(step, about.now)),
  ];
  return `${lines.join("\n")}\n`;
}

function stepLines(step: OperationStep, now: Date): string[] {
  const entry = entryOf(step.code);
  const more = [
    step.message,
    step.waitingFor && `waits for: ${step.waitingFor}`,
    step.code && `${step.code}: ${entry?.title ?? ""} ${entry?.next ?? ""}`.trim(),
  ];
  return [
    `[${step.state}] ${step.title} (${step.reason}${tookText(step, now)}${step.attempt > 1 ? `, attempt ${step.attempt}` : ""})`,
    ...more.filter((line) => line).map((line) => `    ${line}`),
  ];
}

function tookText(step: OperationStep, now: Date): string {
  if (!step.startedAt) return "";
  const end = step.finishedAt ? new Date(step.finishedAt) : now;
  const took = formatDuration(end.getTime() - new Date(step.startedAt).getTime());
  return step.finishedAt ? `, ${took}` : `, ${took} so far`;
}
