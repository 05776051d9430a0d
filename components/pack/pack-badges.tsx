import { CloudDownload, FlaskConical, PackageCheck, TriangleAlert } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Tooltip } from "@/components/ui/tooltip";
import type { PackSummary } from "@/server/domain/pack/types";

/** Says where a pack's content comes from and what is special about it. */
export function PackBadges({
  pack,
}: {
  pack: Pick<PackSummary, "availability" | "simulated" | "state" | "endOfLife">;
}) {
  return (
    <>
      {pack.availability === "bundled" ? (
        <Tooltip content="The pack includes everything it installs. No internet access is needed.">
          <span tabIndex={-1}>
            <Badge tone="ok" icon={<PackageCheck />}>
              Bundled
            </Badge>
          </span>
        </Tooltip>
      ) : (
        <Tooltip content="The chart is downloaded from its repository during installation. Without internet access, a mirror is needed.">
          <span tabIndex={-1}>
            <Badge tone="info" icon={<CloudDownload />}>
              Needs internet
            </Badge>
          </span>
        </Tooltip>
      )}
      {pack.simulated ? (
        <Tooltip content="Runs on simulated nodes only, not on real machines.">
          <span tabIndex={-1}>
            <Badge tone="simulated" icon={<FlaskConical />}>
              Simulated
            </Badge>
          </span>
        </Tooltip>
      ) : null}
      {pack.state === "active" ? null : (
        <Badge tone="warn" icon={<TriangleAlert />}>
          {pack.state === "deprecated" ? "Deprecated" : "Withdrawn"}
        </Badge>
      )}
      {pack.endOfLife ? <Badge tone="warn">End of life {pack.endOfLife}</Badge> : null}
    </>
  );
}
