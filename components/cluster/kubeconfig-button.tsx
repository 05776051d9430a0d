"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";
import { useCan } from "@/components/access/session";
import { useCluster } from "@/components/cluster/cluster-context";
import { apiErrorOf } from "@/components/trpc/api-error";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";

/** Downloads the administrator's kubeconfig. It is asked for at the click and kept nowhere. */
export function KubeconfigButton() {
  const cluster = useCluster();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const allowed = useCan("cluster.delete", cluster.projectId);
  const [busy, setBusy] = useState(false);
  if (!allowed) return null;

  const download = async () => {
    setBusy(true);
    try {
      const options = trpc.cluster.kubeconfig.queryOptions({ clusterId: cluster.id });
      const file = await queryClient.fetchQuery({ ...options, staleTime: 0, gcTime: 0 });
      saveFile(file.fileName, file.content);
    } catch (error) {
      toast.error("The kubeconfig could not be downloaded", {
        description: apiErrorOf(error).message,
      });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      icon={<Download />}
      loading={busy}
      disabled={!cluster.hasKubeconfig}
      title={cluster.hasKubeconfig ? undefined : "There is none until the control plane is up."}
      onClick={download}
    >
      Download kubeconfig
    </Button>
  );
}

function saveFile(name: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: "application/yaml" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
