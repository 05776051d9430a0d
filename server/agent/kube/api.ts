import type { KubeAccess } from "./kubeconfig";
import { dig, isKubeObject, listAt, textAt, type KubeObject, type ObjectRef } from "./object";
import { KubeError, KubeTransport, type KubeRequest } from "./transport";

/** How the API server calls a kind in its paths. */
export interface Resource {
  apiVersion: string;
  kind: string;
  plural: string;
  namespaced: boolean;
  verbs: string[];
}

/** The owner of fields that the agent applies. */
export const fieldManager = "lamina";

const metadataList = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

/** What the agent does with one API server. Kinds are found by discovery, so any CRD works. */
export class KubeApi {
  readonly transport: KubeTransport;
  readonly #resources = new Map<string, Promise<Resource[]>>();

  constructor(access: KubeAccess) {
    this.transport = new KubeTransport(access);
  }

  /** The object, or null when it does not exist (or its kind does not). */
  async get(ref: ObjectRef, signal?: AbortSignal): Promise<KubeObject | null> {
    const path = await orNull(this.pathOf(ref));
    if (path === null) return null;
    const found = await orNull(this.transport.json({ method: "GET", path, signal }));
    return isKubeObject(found) ? found : null;
  }

  /** Server-side apply: creates or changes the object so that it has these fields. */
  async apply(object: KubeObject, signal?: AbortSignal): Promise<KubeObject> {
    const { namespace, name } = object.metadata;
    const { apiVersion, kind } = object;
    const path = await this.pathOf({ apiVersion, kind, namespace, name });
    const answer = await this.transport.json({
      method: "PATCH",
      path: `${path}?fieldManager=${fieldManager}&force=true`,
      contentType: "application/apply-patch+yaml",
      body: object,
      signal,
    });
    if (!isKubeObject(answer))
      throw new KubeError(0, "BadAnswer", "The API server sent no object.");
    return answer;
  }

  /** Creates the object; a KubeError with status 409 when it exists. */
  async create(object: KubeObject): Promise<void> {
    const { apiVersion, kind, metadata } = object;
    const resource = await this.resourceOf(apiVersion, kind);
    const path = collectionPath(resource, metadata.namespace);
    const query = `?fieldManager=${fieldManager}`;
    await this.transport.json({ method: "POST", path: `${path}${query}`, body: object });
  }

  /** Deletes the object with its dependents; false when it was not there. */
  async delete(ref: ObjectRef, uid?: string): Promise<boolean> {
    const path = await orNull(this.pathOf(ref));
    if (path === null) return false;
    const body = {
      propagationPolicy: "Background",
      ...(uid !== undefined && { preconditions: { uid } }),
    };
    return (await orNull(this.transport.json({ method: "DELETE", path, body }))) !== null;
  }

  /** All objects of a collection path, read in pages. */
  async list(path: string, options: { selector?: string; metadataOnly?: boolean } = {}) {
    const items: KubeObject[] = [];
    let next = "";
    do {
      const query = new URLSearchParams({ limit: "500" });
      if (options.selector !== undefined) query.set("labelSelector", options.selector);
      if (next !== "") query.set("continue", next);
      const request: KubeRequest = { method: "GET", path: `${path}?${query}` };
      if (options.metadataOnly === true) request.accept = metadataList;
      const page = await this.transport.json(request);
      items.push(...listAt(page, "items").map((item) => withKind(item, page)));
      next = textAt(page, "metadata", "continue");
    } while (next !== "");
    return items;
  }

  /** The path of one object. */
  async pathOf(ref: ObjectRef): Promise<string> {
    const resource = await this.resourceOf(ref.apiVersion, ref.kind);
    return `${collectionPath(resource, ref.namespace)}/${encodeURIComponent(ref.name)}`;
  }

  /** The resource of a kind. A kind that is not known yet is looked up again: its CRD may be new. */
  async resourceOf(apiVersion: string, kind: string): Promise<Resource> {
    const known = (await this.#resourcesOf(apiVersion, false)).find((r) => r.kind === kind);
    if (known !== undefined) return known;
    const fresh = (await this.#resourcesOf(apiVersion, true)).find((r) => r.kind === kind);
    if (fresh !== undefined) return fresh;
    throw new KubeError(404, "NoKindMatch", `The cluster has no kind ${kind} in ${apiVersion}.`);
  }

  /** Every kind of the cluster in its preferred version. */
  async allResources(): Promise<Resource[]> {
    const groups = await this.transport.json({ method: "GET", path: "/apis" });
    const versions = listAt(groups, "groups").map((g) =>
      textAt(g, "preferredVersion", "groupVersion"),
    );
    const lists = ["v1", ...versions].map((v) => this.#resourcesOf(v, true).catch(() => []));
    return (await Promise.all(lists)).flat();
  }

  #resourcesOf(apiVersion: string, fresh: boolean): Promise<Resource[]> {
    const cached = this.#resources.get(apiVersion);
    if (cached !== undefined && !fresh) return cached;
    const reading = this.#readResources(apiVersion);
    this.#resources.set(apiVersion, reading);
    // A failure is not kept: the next caller asks again.
    reading.catch(() => this.#resources.delete(apiVersion));
    return reading;
  }

  async #readResources(apiVersion: string): Promise<Resource[]> {
    const path = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const answer = await orNull(this.transport.json({ method: "GET", path }));
    return listAt(answer, "resources")
      .filter((entry) => !textAt(entry, "name").includes("/"))
      .map((entry) => ({
        apiVersion,
        kind: textAt(entry, "kind"),
        plural: textAt(entry, "name"),
        namespaced: dig(entry, "namespaced") === true,
        verbs: listAt(entry, "verbs").filter((verb) => typeof verb === "string"),
      }));
  }
}

/** The path of a kind's collection: of one namespace, or of the whole cluster. */
export function collectionPath(resource: Resource, namespace?: string): string {
  const { apiVersion, plural, namespaced } = resource;
  const base = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const scope =
    namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : "";
  return `${base}${scope}/${plural}`;
}

/** Null instead of "not found". */
export async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof KubeError && error.status === 404) return null;
    throw error;
  }
}

/** Creation that accepts that somebody else was faster. */
export async function orExists(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof KubeError) || error.status !== 409) throw error;
  }
}

/** Items of a list carry no kind of their own; the list's kind tells it. */
function withKind(item: unknown, list: unknown): KubeObject {
  const whole = {
    apiVersion: textAt(list, "apiVersion"),
    kind: textAt(list, "kind").replace(/List$/, ""),
    ...(typeof item === "object" ? item : {}),
  };
  if (!isKubeObject(whole)) throw new KubeError(0, "BadAnswer", "A listed object has no name.");
  return whole;
}
