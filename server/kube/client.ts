import { z } from "zod";
import type { KubeconfigSource } from "./access";
import { connect, connectionUntil, type KubeConnection, type KubeRequest } from "./connection";
import { apiPrefix, Discovery, type KindLocation } from "./discovery";
import { isKubeError, KubeError } from "./errors";
import type { KubeObject, ListFilter, ObjectKind, ObjectRef } from "./types";

/** Who owns the fields we set, and whether we take fields others own. */
export interface ApplyOptions {
  fieldManager: string;
  force?: boolean;
  dryRun?: boolean;
  signal?: AbortSignal;
}

/** Which objects, and how much of each. */
export interface ListOptions extends ListFilter {
  /** Names, labels and the like, without the contents: far less to read. */
  metadataOnly?: boolean;
}

/** How dependants go, and which object exactly. */
export interface DeleteOptions {
  propagation?: "Foreground" | "Background" | "Orphan";
  uid?: string;
  gracePeriodSeconds?: number;
}

/** Objects of any kind on one API server. Every call is bounded in time and throws KubeError. */
export interface KubeClient {
  readonly server: string;
  readonly connection: KubeConnection;
  get(ref: ObjectRef, signal?: AbortSignal): Promise<KubeObject>;
  /** Undefined instead of NOT_FOUND, also when there is no such kind. */
  find(ref: ObjectRef, signal?: AbortSignal): Promise<KubeObject | undefined>;
  list(kind: ObjectKind, options?: ListOptions): Promise<KubeObject[]>;
  /** Creates; throws ALREADY_EXISTS. */
  create(object: KubeObject, options?: { fieldManager?: string }): Promise<KubeObject>;
  /** Server-side apply: creates or changes only the fields given. */
  apply(object: KubeObject, options: ApplyOptions): Promise<KubeObject>;
  applyStatus(object: KubeObject, options: ApplyOptions): Promise<KubeObject>;
  /** JSON merge patch. */
  patch(ref: ObjectRef, change: object): Promise<KubeObject>;
  /** True when something was there to delete. */
  delete(ref: ObjectRef, options?: DeleteOptions): Promise<boolean>;
  /** True when the API server says it is ready. Does not throw. */
  ready(signal?: AbortSignal): Promise<boolean>;
  version(): Promise<string>;
  serves(kind: ObjectKind): Promise<boolean>;
  /** Where a kind lives; kinds that were defined a moment ago are found too. Throws NOT_FOUND. */
  locate(kind: ObjectKind): Promise<KindLocation>;
  /** Every kind there is now. */
  kinds(): Promise<KindLocation[]>;
  /** The path of a kind's objects, for watches and for subresources. */
  pathOf(kind: ObjectKind, namespace?: string): Promise<string>;
  /** The same client for one piece of work: each call ends with the signal at the latest. */
  until(signal: AbortSignal): KubeClient;
  close(): void;
}

const versionSchema = z.object({ gitVersion: z.string() });
const listSchema = z.object({
  metadata: z.object({ continue: z.string().optional(), resourceVersion: z.string().optional() }),
  /** An empty list of metadata says null. */
  items: z.array(z.record(z.string(), z.unknown())).nullable(),
});
const PAGE = 500;
const READY_MS = 2500;
const METADATA_LIST = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
const APPLY = "application/apply-patch+yaml";
const MERGE = "application/merge-patch+json";

/** A client for the current context of a kubeconfig. */
export function createKubeClient(kubeconfig: string, source: KubeconfigSource = {}): KubeClient {
  return new HttpKubeClient(connect(kubeconfig, source));
}

class HttpKubeClient implements KubeClient {
  constructor(
    readonly connection: KubeConnection,
    private readonly discovery = new Discovery(connection),
  ) {}

  get server(): string {
    return this.connection.server;
  }

  async get(ref: ObjectRef, signal?: AbortSignal): Promise<KubeObject> {
    return this.object({ method: "GET", path: await this.objectPath(ref), signal });
  }

  async find(ref: ObjectRef, signal?: AbortSignal): Promise<KubeObject | undefined> {
    try {
      return await this.get(ref, signal);
    } catch (error) {
      if (isKubeError(error, "NOT_FOUND")) return undefined;
      throw error;
    }
  }

  async list(kind: ObjectKind, options: ListOptions = {}): Promise<KubeObject[]> {
    return (await listAll(this, kind, options)).items;
  }

  async create(
    object: KubeObject,
    { fieldManager }: { fieldManager?: string } = {},
  ): Promise<KubeObject> {
    const path = await this.pathOf(object, object.metadata.namespace);
    return this.object({ method: "POST", path, query: { fieldManager }, body: object });
  }

  async apply(object: KubeObject, options: ApplyOptions): Promise<KubeObject> {
    return this.applyAt(await this.objectPath(refTo(object)), object, options);
  }

  async applyStatus(object: KubeObject, options: ApplyOptions): Promise<KubeObject> {
    return this.applyAt(`${await this.objectPath(refTo(object))}/status`, object, options);
  }

  async patch(ref: ObjectRef, change: object): Promise<KubeObject> {
    const path = await this.objectPath(ref);
    return this.object({ method: "PATCH", path, body: change, contentType: MERGE });
  }

  async delete(ref: ObjectRef, options: DeleteOptions = {}): Promise<boolean> {
    const body = {
      propagationPolicy: options.propagation ?? "Background",
      ...(options.uid ? { preconditions: { uid: options.uid } } : {}),
      ...(options.gracePeriodSeconds === undefined
        ? {}
        : { gracePeriodSeconds: options.gracePeriodSeconds }),
    };
    try {
      const path = await this.objectPath(ref);
      await this.connection.request({ method: "DELETE", path, body });
      return true;
    } catch (error) {
      if (isKubeError(error, "NOT_FOUND")) return false;
      throw error;
    }
  }

  async ready(signal?: AbortSignal): Promise<boolean> {
    try {
      await this.connection.request({
        method: "GET",
        path: "/readyz",
        timeoutMs: READY_MS,
        signal,
      });
      return true;
    } catch {
      return false;
    }
  }

  async version(): Promise<string> {
    const answer = await this.connection.request({ method: "GET", path: "/version" });
    return checked(versionSchema, answer).gitVersion;
  }

  serves(kind: ObjectKind): Promise<boolean> {
    return this.discovery.serves(kind);
  }

  locate(kind: ObjectKind): Promise<KindLocation> {
    return this.discovery.locate(kind);
  }

  kinds(): Promise<KindLocation[]> {
    return this.discovery.all();
  }

  async pathOf(kind: ObjectKind, namespace?: string): Promise<string> {
    const { plural, namespaced } = await this.discovery.locate(kind);
    const prefix = apiPrefix(kind.apiVersion);
    return namespaced && namespace
      ? `${prefix}/namespaces/${namespace}/${plural}`
      : `${prefix}/${plural}`;
  }

  until(signal: AbortSignal): KubeClient {
    // What kinds there are is asked once for all: no single piece of work may break that off.
    return new HttpKubeClient(connectionUntil(this.connection, signal), this.discovery);
  }

  close(): void {
    this.connection.close();
  }

  private async objectPath(ref: ObjectRef): Promise<string> {
    const { namespaced } = await this.discovery.locate(ref);
    // Without a namespace the path would name the collection of all namespaces.
    const namespace = namespaced ? (ref.namespace ?? "default") : undefined;
    return `${await this.pathOf(ref, namespace)}/${encodeURIComponent(ref.name)}`;
  }

  private applyAt(path: string, object: KubeObject, options: ApplyOptions): Promise<KubeObject> {
    const { managedFields: _, ...metadata } = { managedFields: undefined, ...object.metadata };
    const query = {
      fieldManager: options.fieldManager,
      force: String(options.force ?? false),
      dryRun: options.dryRun ? "All" : undefined,
    };
    const body = { ...object, metadata };
    const { signal } = options;
    return this.object({ method: "PATCH", path, query, body, contentType: APPLY, signal });
  }

  private async object(request: KubeRequest): Promise<KubeObject> {
    return toKubeObject(await this.connection.request(request));
  }
}

/** All objects of a kind, page by page, with the version a watch goes on from. */
export async function listAll(
  client: KubeClient,
  kind: ObjectKind,
  options: ListOptions,
  signal?: AbortSignal,
): Promise<{ items: KubeObject[]; resourceVersion: string }> {
  const path = await client.pathOf(kind, options.namespace);
  const items: KubeObject[] = [];
  let token: string | undefined;
  let resourceVersion = "";
  do {
    const query = {
      limit: String(PAGE),
      continue: token,
      labelSelector: options.labelSelector,
      fieldSelector: options.fieldSelector,
    };
    const request: KubeRequest = { method: "GET", path, query, signal };
    if (options.metadataOnly) request.accept = METADATA_LIST;
    const page = checked(listSchema, await client.connection.request(request));
    // Items of a list carry no kind of their own.
    for (const item of page.items ?? []) items.push(toKubeObject({ ...item, ...kindOnly(kind) }));
    resourceVersion = page.metadata.resourceVersion ?? "";
    token = page.metadata.continue === "" ? undefined : page.metadata.continue;
  } while (token !== undefined);
  return { items, resourceVersion };
}

function kindOnly({ apiVersion, kind }: ObjectKind): ObjectKind {
  return { apiVersion, kind };
}

function refTo(object: KubeObject): ObjectRef {
  const { name, namespace } = object.metadata;
  return namespace ? { ...kindOnly(object), name, namespace } : { ...kindOnly(object), name };
}

const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});

/** Checks that an answer is an object; what an API server keeps beyond the name has its declared type. */
export function toKubeObject(value: unknown): KubeObject {
  return checked(objectSchema, value) as KubeObject;
}

function checked<T extends z.ZodType>(schema: T, answer: unknown): z.output<T> {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new KubeError("SERVER_ERROR", "The API server sent something unexpected.", {
    cause: parsed.error,
  });
}
