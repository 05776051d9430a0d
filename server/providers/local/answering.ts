import { setTimeout as sleep } from "node:timers/promises";
import type { KubeObject } from "@/server/kube/types";
import { clusterKeyOf, clusterNameOf, type LocalContext } from "./context";
import { localControlPlane } from "./kinds";
import { endpointOf } from "./lookup";

const LOOK_AGAIN_MS = 200;

/** Waits until each cluster that was initialized before answers at its endpoint. */
export async function allAnswer(context: LocalContext, stop: AbortSignal): Promise<void> {
  const planes = context.informers.localControlPlanes.list().filter(wasInitialized);
  await Promise.all(planes.map((plane) => answers(context, plane, stop)));
}

function wasInitialized(plane: KubeObject): boolean {
  const status = localControlPlane.status.safeParse(plane.status ?? {}).data;
  const initialized = status?.initialization?.controlPlaneInitialized === true;
  return initialized && plane.metadata.deletionTimestamp === undefined;
}

async function answers(context: LocalContext, plane: KubeObject, stop: AbortSignal): Promise<void> {
  const endpoint = endpointOf(context, plane);
  if (!endpoint) return;
  const spec = localControlPlane.spec.parse(plane.spec);
  const key = clusterKeyOf(plane);
  const pki = await context.pkis.get(key, spec.serviceCIDR);
  const client = context.workloads.get(key, clusterNameOf(plane), pki, endpoint.port);
  while (!stop.aborted && !(await client.ready(stop))) {
    await sleep(LOOK_AGAIN_MS, undefined, { signal: stop }).catch(() => {}); // stopped
  }
}
