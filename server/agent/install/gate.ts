import { clip } from "@/server/domain/agent/text";
import type { ReadinessCheck } from "@/server/domain/profile/types";
import { LayerFailure } from "@/server/agent/helm/failure";
import type { KubeClient } from "@/server/kube/client";
import { nameOf } from "@/server/kube/object";
import { refOf, type KubeObject } from "@/server/kube/types";
import { type Bell, pause } from "@/server/agent/bell";
import { wentWithOwners, type Finished } from "./finished";
import { readinessOf, valueAtPath } from "./readiness";

/** What must be true before the next group may start. */
export interface GateOrder {
  objects: readonly KubeObject[];
  checks: readonly ReadinessCheck[];
  timeoutMs: number;
  /** Knows what is done although it is gone. */
  finished?: Finished;
  /** Told at every change of what is waited for. */
  onWait(waitingFor: string): void;
}

const firstPauseMs = 60;
/** Watches may ring many times a second; one look covers what came before it. */
const shortestPauseMs = 50;
const maxPauseMs = 1000;

/**
 * Waits until every object is ready. It looks again whenever a watch saw a change (`bell`) and in growing
 * pauses beside that, so that no time is lost and an idle cluster is not bothered.
 */
export async function passGate(
  api: KubeClient,
  order: GateOrder,
  bell: Bell,
  signal: AbortSignal,
): Promise<void> {
  const until = performance.now() + order.timeoutMs;
  let open: Wait[] = [
    ...order.objects.map((object) => () => objectWait(api, object, order.finished, signal)),
    ...order.checks.map((check) => () => checkWait(api, check)),
  ];
  let pauseMs = firstPauseMs;
  let told = "";
  for (;;) {
    const answers = await Promise.all(open.map(async (look) => ({ look, why: await look() })));
    const waiting = answers.filter((answer) => answer.why !== undefined);
    if (waiting.length === 0) return;
    open = waiting.map((answer) => answer.look);
    const why = describe(waiting.map((answer) => answer.why ?? ""));
    if (why !== told) order.onWait(why);
    told = why;
    signal.throwIfAborted();
    if (performance.now() >= until) {
      const seconds = Math.round(order.timeoutMs / 1000);
      const text = `Not ready after ${seconds} s: ${why}`;
      throw new LayerFailure("LAYER_NOT_READY", "NotReady", text, true);
    }
    const looked = performance.now();
    await bell.wait(pauseMs, signal);
    await pause(Math.max(0, shortestPauseMs - (performance.now() - looked)), signal);
    signal.throwIfAborted();
    pauseMs = Math.min(pauseMs * 1.6, maxPauseMs);
  }
}

/** Looks once; the answer is what is missing, or undefined. */
type Wait = () => Promise<string | undefined>;

async function objectWait(
  api: KubeClient,
  desired: KubeObject,
  finished: Finished | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  const ref = refOf(desired);
  const object = await api.find(ref, signal);
  if (object === undefined) {
    const gone = finished?.has(desired) === true || (await wentWithOwners(api, desired));
    if (!gone) return `${nameOf(ref)} is missing`;
    const failure = await finished?.failureOf(api, desired);
    if (failure === undefined) return undefined;
    finished?.forget(desired);
    throw workloadFailed(`${nameOf(ref)} failed: ${failure}`);
  }
  const readiness = readinessOf(object);
  if (readiness.failed === true) {
    finished?.forget(desired);
    throw workloadFailed(readiness.message);
  }
  if (!readiness.ready) return readiness.message;
  finished?.seen(desired, object);
  return undefined;
}

function workloadFailed(message: string): LayerFailure {
  return new LayerFailure("LAYER_NOT_READY", "WorkloadFailed", clip(message, 1000), true);
}

async function checkWait(api: KubeClient, check: ReadinessCheck): Promise<string | undefined> {
  const apiVersion = check.group === "" ? check.version : `${check.group}/${check.version}`;
  const kind = { apiVersion, kind: check.kind };
  const found = (await api.serves(kind)) ? await api.list(kind) : [];
  // The name is the object's in most packs and only a title in others; then every object counts.
  const named = found.filter((object) => object.metadata.name === check.name);
  const judged = named.length > 0 ? named : found;
  if (judged.length === 0) return `${check.kind} ${check.name} is missing`;
  for (const object of judged) {
    const wrong = wrongKey(object, check);
    if (wrong !== undefined) return `${check.kind} ${object.metadata.name}: ${wrong}`;
  }
  return undefined;
}

/** The first key that is not as the check wants it, in words; of a Secret no value is told. */
export function wrongKey(
  object: KubeObject,
  check: Pick<ReadinessCheck, "keys">,
): string | undefined {
  for (const { key, expected } of check.keys) {
    const found = valueAtPath(object, key);
    if (found === expected) continue;
    if (found !== undefined && object.kind === "Secret") return `${key} is another value`;
    return `${key} is ${found ?? "not set"} and not ${expected}`;
  }
  return undefined;
}

function describe(reasons: readonly string[]): string {
  const [first = "", second] = reasons;
  const more = reasons.length > 2 ? `, and ${reasons.length - 2} more` : "";
  return clip(second === undefined ? first : `${first}; ${second}${more}`, 500);
}
