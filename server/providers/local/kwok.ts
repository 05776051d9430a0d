import { readdirSync } from "node:fs";
import path from "node:path";
import { kwokArgs } from "@/server/control-plane/flags/controllers";
import { kubeconfigOf } from "@/server/control-plane/member";
import type { ClusterPki } from "@/server/control-plane/pki";
import { pinnedVersions } from "@/server/domain/control-plane/binaries";
import type { KubeObject } from "@/server/kube/types";
import { writeDurably } from "@/server/platform/files/write-durably";
import { contentDigest } from "@/server/platform/process/content-digest";
import { clusterDir, clusterKeyOf, clusterNameOf, groupOf, type LocalContext } from "./context";
import { namingBinaries, processFailure } from "./failure";

/** kwok plays the nodes that carry this annotation. */
export const kwokAnnotation = { key: "kwok.x-k8s.io/node", value: "fake" };

/** One kwok per cluster plays its simulated nodes and their pods. */
export async function ensureKwok(
  context: LocalContext,
  object: KubeObject,
  pki: ClusterPki,
  port: number,
): Promise<void> {
  const clusterKey = clusterKeyOf(object);
  const dir = clusterDir(context, clusterKey);
  const kubeconfigFile = path.join(dir, "kwok.kubeconfig");
  const clusterName = clusterNameOf(object);
  const kubeconfig = kubeconfigOf(pki, clusterName, "kwok", pki.kwok, port);
  writeDurably(kubeconfigFile, kubeconfig);
  const stageFiles = readdirSync(context.stageDir)
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .map((file) => path.join(context.stageDir, file));
  const status = await context.supervisor.ensure({
    id: `${groupOf(clusterKey)}/kwok`,
    group: groupOf(clusterKey),
    title: "kwok (simulated nodes)",
    command: await namingBinaries(context.binaries)("kwok", pinnedVersions.kwok),
    args: kwokArgs({
      kubeconfigFile,
      stageFiles,
      nodeAnnotation: `${kwokAnnotation.key}=${kwokAnnotation.value}`,
    }),
    inputs: contentDigest(kubeconfig),
    cwd: dir,
  });
  const failure = processFailure([status]);
  if (failure) throw failure;
}
