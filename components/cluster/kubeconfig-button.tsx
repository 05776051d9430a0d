"use client";

import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
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
  const allowed = useCan("cluster.delete", cluster.projectId);
  const download = useMutation(
    trpc.cluster.kubeconfig.mutationOptions({
      gcTime: 0,
      onSuccess: (file) => {
        saveFile(file.fileName, file.content);
        download.reset();
      },
      onError: (error) =>
        toast.error("The kubeconfig could not be downloaded", {
          description: apiErrorOf(error).message,
        }),
    }),
  );
  if (!allowed) return null;
  return (
    <Button
      icon={<Download />}
      loading={download.isPending}
      disabled={!cluster.hasKubeconfig}
      title={cluster.hasKubeconfig ? undefined : "Available once the control plane is up."}
      onClick={() => download.mutate({ clusterId: cluster.id })}
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
