import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "@/server/domain/errors/app-error";
import { objectKey, type KubeObject } from "@/server/kube/types";
import { clusterKeyOf, clusterNameOf, type LocalContext } from "./context";
import { localControlPlane } from "./kinds";
import { endpointOf } from "./lookup";

const LOOK_AGAIN_MS = 200;

type AnsweringContext = Pick<LocalContext, "informers" | "pkis" | "workloads" | "log">;

/** Waits until each cluster that was initialized before answers at its endpoint, is deleted, or `stop`. */
export async function allAnswer(context: AnsweringContext, stop: AbortSignal): Promise<void> {
  const planes = context.informers.localControlPlanes.list().filter(wasInitialized);
  const each = async (plane: KubeObject) => {
    try {
      await answers(context, plane, stop);
    } catch (error) {
      // One cluster that cannot be asked must not hold up all others; its own conditions tell why.
      context.log.warn({ cluster: objectKey(plane), error: messageOf(error) }, "Cluster not asked");
    }
  };
  await Promise.all(planes.map(each));
}

function wasInitialized(plane: KubeObject): boolean {
  const status = localControlPlane.status.safeParse(plane.status ?? {}).data;
  const initialized = status?.initialization?.controlPlaneInitialized === true;
  return initialized && plane.metadata.deletionTimestamp === undefined;
}

async function answers(
  context: AnsweringContext,
  plane: KubeObject,
  stop: AbortSignal,
): Promise<void> {
  const endpoint = endpointOf(context, plane);
  if (!endpoint) return;
  const spec = localControlPlane.spec.parse(plane.spec);
  const key = clusterKeyOf(plane);
  const pki = await context.pkis.get(key, spec.serviceCIDR);
  const client = context.workloads.get(key, clusterNameOf(plane), pki, endpoint.port);
  const isThere = () => {
    const now = context.informers.localControlPlanes.get(objectKey(plane));
    return now !== undefined && wasInitialized(now);
  };
  while (!stop.aborted && isThere() && !(await client.ready(stop))) {
    await sleep(LOOK_AGAIN_MS, undefined, { signal: stop }).catch(() => {}); // stopped
  }
}
