import { Time } from "@/components/ui/time";

/** When the agent last said something about this. It reports only what changed. */
export function ReportAge({ report }: { report: { reportedAt: string | null } }) {
  if (!report.reportedAt) return null;
  return (
    <span className="text-xs text-ink-muted">
      Updated <Time at={report.reportedAt} />
    </span>
  );
}
