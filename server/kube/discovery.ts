import { z } from "zod";
import type { KubeConnection } from "./connection";
import { isKubeError, KubeError } from "./errors";
import type { ObjectKind } from "./types";

/** Where the objects of a kind live, and what can be done with them. */
export interface KindLocation extends ObjectKind {
  plural: string;
  namespaced: boolean;
  hasStatus: boolean;
  verbs: readonly string[];
}

/** Go writes a list that holds nothing as null, and aggregated API servers do. */
const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((list) => list ?? []);

const resourceListSchema = z.object({
  resources: listOf(
    z.object({
      name: z.string(),
      kind: z.string(),
      namespaced: z.boolean(),
      verbs: listOf(z.string()),
    }),
  ),
});
const groupListSchema = z.object({
  groups: listOf(z.object({ preferredVersion: z.object({ groupVersion: z.string() }) })),
});
type Kinds = ReadonlyMap<string, KindLocation>;

/** The prefix of an API version: `v1` is special, everything else is a group. */
export function apiPrefix(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** Finds out how kinds are called in paths; asks each group once, and again when a kind is unknown. */
export class Discovery {
  private readonly groups = new Map<string, Promise<Kinds>>();

  constructor(private readonly connection: KubeConnection) {}

  /** Throws NOT_FOUND when the API server knows no such kind. */
  async locate({ apiVersion, kind }: ObjectKind): Promise<KindLocation> {
    const known = (await this.groups.get(apiVersion)?.catch(() => undefined))?.get(kind);
    if (known) return known;
    // Its definition may be new.
    const found = (await this.load(apiVersion)).get(kind);
    if (found) return found;
    const text = `The API server knows no ${kind} in ${apiVersion}.`;
    throw new KubeError("NOT_FOUND", text, { status: 404 });
  }

  /** True when the API server serves this kind now. */
  async serves(kind: ObjectKind): Promise<boolean> {
    try {
      await this.locate(kind);
      return true;
    } catch (error) {
      if (isKubeError(error, "NOT_FOUND")) return false;
      throw error;
    }
  }

  /** Every kind there is now, in its preferred version. A group that does not answer is left out. */
  async all(): Promise<KindLocation[]> {
    const answer = await this.connection.request({ method: "GET", path: "/apis" });
    const { groups } = groupListSchema.parse(answer);
    const versions = ["v1", ...groups.map((group) => group.preferredVersion.groupVersion)];
    const none: Kinds = new Map();
    const kinds = await Promise.all(versions.map((v) => this.load(v).catch(() => none)));
    return kinds.flatMap((group) => [...group.values()]);
  }

  private load(apiVersion: string): Promise<Kinds> {
    const loading = this.read(apiVersion);
    this.groups.set(apiVersion, loading);
    // A failure is not kept: the next caller asks again.
    loading.catch(() => {
      if (this.groups.get(apiVersion) === loading) this.groups.delete(apiVersion);
    });
    return loading;
  }

  private async read(apiVersion: string): Promise<Kinds> {
    const path = apiPrefix(apiVersion);
    const list = resourceListSchema.parse(await this.connection.request({ method: "GET", path }));
    const names = new Set(list.resources.map((resource) => resource.name));
    const kinds = new Map<string, KindLocation>();
    for (const { name: plural, ...resource } of list.resources) {
      if (plural.includes("/")) continue; // a subresource
      const hasStatus = names.has(`${plural}/status`);
      kinds.set(resource.kind, { apiVersion, plural, hasStatus, ...resource });
    }
    return kinds;
  }
}
