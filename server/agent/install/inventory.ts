import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { z } from "zod";
import type { RenderedLayer } from "@/server/domain/profile/types";
import type { KubeClient } from "@/server/kube/client";
import { keyOf, textAt } from "@/server/kube/object";
import type { ObjectRef } from "@/server/kube/types";
import type { FinishedMarks } from "./finished";
import { inventoryLabel, ours, systemNamespace } from "./names";
import { ensureNamespace, namespacesOf } from "./namespaces";
import { orderOf } from "./plan";

const refSchema = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
});

const inventorySchema = z.object({
  layerId: z.string(),
  name: z.string(),
  /** Place in the install order; removal goes the other way. */
  order: z.number(),
  version: z.string(),
  digest: z.string(),
  releases: z.array(z.object({ namespace: z.string(), name: z.string() })),
  objects: z.array(refSchema),
  namespaces: z.array(z.string()),
  /** What ended by itself, by object: it is not made again while the same is wanted. */
  finished: z.record(z.string(), z.string()).default({}),
});

const configMap = { apiVersion: "v1", kind: "ConfigMap" };

/** What a layer put into the cluster. Written before anything is created, so a crash forgets nothing. */
export type Inventory = z.output<typeof inventorySchema>;

/** Inventories live in the cluster as one ConfigMap per layer; they hold names and no values. */
export class InventoryStore {
  readonly #api: KubeClient;
  #namespaceReady = false;

  constructor(api: KubeClient) {
    this.#api = api;
  }

  async all(): Promise<Inventory[]> {
    const which = { namespace: systemNamespace, labelSelector: `${inventoryLabel}=layer` };
    const found = await this.#api.list(configMap, which);
    const texts = await Promise.all(found.map((object) => unpackInventory(object["data"])));
    return texts.flatMap((text) => {
      const parsed = inventorySchema.safeParse(parseJson(text));
      return parsed.success ? [parsed.data] : [];
    });
  }

  async save(inventory: Inventory): Promise<void> {
    if (!this.#namespaceReady) await ensureNamespace(this.#api, { name: systemNamespace });
    this.#namespaceReady = true;
    const metadata = {
      name: configMapName(inventory.layerId),
      namespace: systemNamespace,
      labels: { [inventoryLabel]: "layer", "app.kubernetes.io/managed-by": "lamina" },
    };
    const data = await packInventory(JSON.stringify(inventory));
    await this.#api.apply({ ...configMap, metadata, data }, ours);
  }

  async remove(layerId: string): Promise<void> {
    const name = configMapName(layerId);
    await this.#api.delete({ ...configMap, namespace: systemNamespace, name });
  }
}

/** What a layer will hold; `objects` are those of its manifests. */
export function inventoryOf(
  layer: RenderedLayer,
  objects: ObjectRef[],
  finished: FinishedMarks = {},
): Inventory {
  return {
    layerId: layer.layerId,
    name: layer.name,
    order: orderOf(layer),
    version: layer.pack.version,
    digest: layer.pack.digest,
    releases: layer.releases.map((r) => ({ namespace: r.namespace, name: r.releaseName })),
    objects,
    namespaces: namespacesOf(layer),
    finished,
  };
}

/** What both inventories list; the newer one's place and version count. */
export function union(older: Inventory | undefined, newer: Inventory): Inventory {
  if (older === undefined) return newer;
  const releases = new Map(
    [...older.releases, ...newer.releases].map((r) => [`${r.namespace}/${r.name}`, r]),
  );
  const objects = new Map([...older.objects, ...newer.objects].map((ref) => [keyOf(ref), ref]));
  return {
    ...newer,
    releases: [...releases.values()],
    objects: [...objects.values()],
    namespaces: [...new Set([...older.namespaces, ...newer.namespaces])],
    finished: { ...older.finished, ...newer.finished },
  };
}

/** What the older inventory lists and none of the kept ones does. */
export function leftOver(older: Inventory, kept: readonly Inventory[]): Inventory {
  const releases = new Set(kept.flatMap((i) => i.releases.map((r) => `${r.namespace}/${r.name}`)));
  const objects = new Set(kept.flatMap((i) => i.objects.map((ref: ObjectRef) => keyOf(ref))));
  const namespaces = new Set(kept.flatMap((i) => i.namespaces));
  return {
    ...older,
    releases: older.releases.filter((r) => !releases.has(`${r.namespace}/${r.name}`)),
    objects: older.objects.filter((ref) => !objects.has(keyOf(ref))),
    namespaces: older.namespaces.filter((name) => !namespaces.has(name)),
  };
}

function configMapName(layerId: string): string {
  // Ids hold capitals and underscores, which a name may not.
  return `layer-${createHash("sha256").update(layerId).digest("hex").slice(0, 24)}`;
}

/** A ConfigMap holds 1 MiB. Names of tens of thousands of objects take more, and a tenth of it packed. */
const plainLength = 256 * 1024;
const maxInventoryBytes = 64 * 1024 * 1024;

/** The data of the ConfigMap: readable while it is small. */
export async function packInventory(text: string): Promise<Record<string, string>> {
  if (text.length <= plainLength) return { inventory: text };
  return { packed: (await promisify(gzip)(text)).toString("base64") };
}

/** What was packed; the empty text when it cannot be read. */
export async function unpackInventory(data: unknown): Promise<string> {
  const packed = textAt(data, "packed");
  if (packed === "") return textAt(data, "inventory");
  const options = { maxOutputLength: maxInventoryBytes };
  const unpacked = promisify(gunzip)(Buffer.from(packed, "base64"), options);
  return unpacked.then(
    (bytes) => bytes.toString("utf8"),
    () => "",
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
