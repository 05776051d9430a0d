import type { KubeClient } from "@/server/kube/client";
import type { KubeObject, ListFilter, ObjectKind, ObjectRef } from "@/server/kube/types";

/** The calls a cluster's reconciler makes of a management plane. */
type UsedCalls = Pick<KubeClient, "server" | "list" | "find" | "apply" | "delete" | "until">;

/**
 * Objects as a management plane would hold them, without controllers: a test plays those by writing
 * status. The whole with the real plane is tested by the crash test (scripts/crash.ctest.ts).
 */
export class PlaneStore implements UsedCalls {
  readonly server = "https://127.0.0.1:1";
  readonly objects = new Map<string, KubeObject>();
  /** How many objects were applied. */
  applied = 0;
  readonly deleted: string[] = [];
  /** The runs' signals that calls were bound to. */
  readonly signals: AbortSignal[] = [];
  /** Set to make applies of a kind fail, as a plane that goes away in the middle of a run. */
  failApplyOf: string | null = null;
  /** Set to make deletions fail with it. */
  failDelete: Error | null = null;
  /** What the applies fail with. */
  failWith: Error = new Error("the plane went away");

  until(signal: AbortSignal): KubeClient {
    this.signals.push(signal);
    return this.asClient();
  }

  async list(kind: ObjectKind, filter?: ListFilter): Promise<KubeObject[]> {
    return [...this.objects.values()].filter(
      (o) =>
        o.kind === kind.kind && (!filter?.namespace || o.metadata.namespace === filter.namespace),
    );
  }

  async find(ref: ObjectRef): Promise<KubeObject | undefined> {
    return this.objects.get(keyOf(ref.kind, ref.namespace, ref.name));
  }

  async apply(object: KubeObject): Promise<KubeObject> {
    if (object.kind === this.failApplyOf) throw this.failWith;
    this.applied += 1;
    const { name, namespace } = object.metadata;
    const key = keyOf(object.kind, namespace, name);
    const next = { ...this.objects.get(key), ...object };
    this.objects.set(key, next);
    return next;
  }

  async delete(ref: ObjectRef): Promise<boolean> {
    if (this.failDelete) throw this.failDelete;
    this.deleted.push(`${ref.kind}/${ref.name}`);
    return this.objects.delete(keyOf(ref.kind, ref.namespace, ref.name));
  }

  /** What a controller would write. */
  setStatus(kind: string, status: object): void {
    for (const [key, object] of this.objects) {
      if (object.kind === kind) this.objects.set(key, { ...object, status });
    }
  }

  /** Typed as the client it stands for; calls outside `UsedCalls` would throw. */
  asClient(): KubeClient {
    return this as UsedCalls as KubeClient;
  }
}

function keyOf(kind: string, namespace: string | undefined, name: string): string {
  return `${kind}/${namespace ?? ""}/${name}`;
}
