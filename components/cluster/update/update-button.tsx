"use client";

import { CircleArrowUp } from "lucide-react";
import type { ComponentProps } from "react";
import { useCan } from "@/components/access/session";
import { useCluster } from "@/components/cluster/cluster-context";
import { useOpenUpdate } from "@/components/cluster/update/update-host";
import { Button } from "@/components/ui/button";

/** The button that moves the page's cluster to another version of its profile; absent where nobody may. */
export function UpdateButton({ size }: Pick<ComponentProps<typeof Button>, "size">) {
  const cluster = useCluster();
  const open = useOpenUpdate();
  const allowed = useCan("cluster.update", cluster.projectId);
  if (!allowed || cluster.state === "Deleting") return null;
  return (
    <Button size={size} icon={<CircleArrowUp />} onClick={open}>
      Update
    </Button>
  );
}
