import path from "node:path";
import { toArgs } from "@/server/control-plane/flags/flags";
import type { StoredKeyPair } from "@/server/platform/certificates/store";
import { writeDurably } from "@/server/platform/files/write-durably";
import { contentDigest } from "@/server/platform/process/content-digest";
import type { ProcessSpec } from "@/server/platform/process/types";
import { capiNamespace } from "./objects";

/** What Cluster API's process needs. */
export interface ControllerManagerInput {
  command: string;
  dir: string;
  group: string;
  kubeconfig: string;
  webhook: StoredKeyPair;
  ports: { webhook: number; health: number };
}

/** Cluster API core as a plain process: the manager that every provider works with. */
export function controllerManagerSpec(input: ControllerManagerInput): ProcessSpec {
  const { dir, ports, webhook } = input;
  const kubeconfigFile = path.join(dir, "kubeconfig");
  writeDurably(kubeconfigFile, input.kubeconfig);
  return {
    id: `${input.group}/cluster-api-core`,
    group: input.group,
    title: "Cluster API",
    command: input.command,
    args: toArgs({
      kubeconfig: kubeconfigFile,
      "webhook-port": ports.webhook,
      "webhook-cert-dir": path.dirname(webhook.certFile),
      "webhook-cert-name": path.basename(webhook.certFile),
      "webhook-key-name": path.basename(webhook.keyFile),
      "health-addr": `127.0.0.1:${ports.health}`,
      // Its metrics name every tenant's clusters, and nobody reads them: controller-runtime serves none at "0".
      "diagnostics-address": "0",
      // The other checks hold workers back by 15 seconds; a worker of ours waits for its control plane.
      "machineset-preflight-checks": ["KubernetesVersionSkew"],
    }),
    inputs: contentDigest(input.kubeconfig),
    env: { POD_NAMESPACE: capiNamespace, POD_NAME: "cluster-api-core" },
    cwd: dir,
    readiness: { url: `http://127.0.0.1:${ports.health}/readyz` },
  };
}
