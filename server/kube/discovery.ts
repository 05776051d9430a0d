import { z } from "zod";
import type { KubeConnection } from "./connection";
import { isKubeError, KubeError } from "./errors";
import type { ObjectKind } from "./types";

/** Where the objects of a kind live. */
export interface KindLocation {
  plural: string;
  namespaced: boolean;
  hasStatus: boolean;
}

const resourceListSchema = z.object({
  resources: z.array(z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean() })),
});

/** The prefix of an API version: `v1` is special, everything else is a group. */
export function apiPrefix(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** Finds out how kinds are called in paths; asks each group once, and again when a kind is unknown. */
export class Discovery {
  private readonly groups = new Map<string, Map<string, KindLocation>>();

  constructor(private readonly connection: KubeConnection) {}

  /** Throws NOT_FOUND when the API server knows no such kind. */
  async locate({ apiVersion, kind }: ObjectKind): Promise<KindLocation> {
    const known = this.groups.get(apiVersion)?.get(kind);
    if (known) return known;
    const found = (await this.load(apiVersion)).get(kind);
    if (found) return found;
    throw new KubeError("NOT_FOUND", `The API server knows no ${kind} in ${apiVersion}.`);
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

  private async load(apiVersion: string): Promise<Map<string, KindLocation>> {
    const path = apiPrefix(apiVersion);
    const list = resourceListSchema.parse(await this.connection.request({ method: "GET", path }));
    const statuses = new Set(
      list.resources.map((r) => r.name).filter((n) => n.endsWith("/status")),
    );
    const kinds = new Map<string, KindLocation>();
    for (const { name, kind, namespaced } of list.resources) {
      if (name.includes("/")) continue; // a subresource
      kinds.set(kind, { plural: name, namespaced, hasStatus: statuses.has(`${name}/status`) });
    }
    this.groups.set(apiVersion, kinds);
    return kinds;
  }
}
