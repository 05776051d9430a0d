import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { ReleaseStatus } from "@/server/domain/agent/layer-status";
import { LayerFailure } from "@/server/agent/helm/failure";
import type { KubeClient } from "@/server/kube/client";
import { dig, textAt } from "@/server/kube/object";
import type { KubeObject } from "@/server/kube/types";
import { fingerprintLabel, layerLabel } from "./names";
import { maxRecordBytes, objectsOfRecord } from "./record-objects";

/** The newest revision of a Helm release, as Helm recorded it in the cluster. */
export interface ObservedRelease extends ReleaseStatus {
  layerId: string;
  fingerprint: string;
}

const secrets = { apiVersion: "v1", kind: "Secret" };

/** A Helm that was killed leaves its release in one of these. */
const pending = new Set(["pending-install", "pending-upgrade", "pending-rollback"]);

/** Helm's records, read without Helm: labels tell all that is needed, so no release is unpacked. */
export class Releases {
  readonly #api: KubeClient;

  constructor(api: KubeClient) {
    this.#api = api;
  }

  /** Every release of the cluster by `namespace/name`. */
  async all(): Promise<Map<string, ObservedRelease>> {
    return newest(
      await this.#api.list(secrets, { labelSelector: "owner=helm", metadataOnly: true }),
    );
  }

  /** One release, or undefined. */
  async one(namespace: string, name: string): Promise<ObservedRelease | undefined> {
    const labelSelector = `owner=helm,name=${name}`;
    const found = await this.#api.list(secrets, { namespace, labelSelector, metadataOnly: true });
    return newest(found).get(`${namespace}/${name}`);
  }

  /**
   * Takes the record of an interrupted Helm run away, so that the next run starts from the last good
   * revision (or installs again and takes over what is there). Objects and their data stay as they are.
   */
  async recover(release: ObservedRelease): Promise<boolean> {
    if (!pending.has(release.status)) return false;
    return this.#api.delete(this.#recordOf(release));
  }

  /** The objects of a release's rendered manifest, hooks not counted. */
  async objects(release: ObservedRelease): Promise<KubeObject[]> {
    const ref = this.#recordOf(release);
    const packed = textAt(await this.#api.find(ref), "data", "release");
    if (packed === "") return [];
    return objectsOfRecord(await unpackManifest(ref.name, packed));
  }

  #recordOf({ namespace, name, revision }: ObservedRelease) {
    const record = `sh.helm.release.v1.${name}.v${revision}`;
    return { ...secrets, namespace, name: record };
  }
}

/** The manifest in a record of Helm, which whoever may write Secrets in the cluster can replace. */
export async function unpackManifest(record: string, packed: string): Promise<string> {
  try {
    // Kubernetes encodes once, Helm another time.
    const bytes = Buffer.from(Buffer.from(packed, "base64").toString("latin1"), "base64");
    const unpacked = isGzip(bytes)
      ? await promisify(gunzip)(bytes, { maxOutputLength: maxRecordBytes })
      : bytes;
    return textAt(JSON.parse(unpacked.toString("utf8")), "manifest");
  } catch {
    const message = `Helm's record ${record} cannot be read: it is damaged, or larger than 32 MiB unpacked. Delete this Secret, and the release is installed again.`;
    throw new LayerFailure("LAYER_INSTALL_FAILED", "ReleaseUnreadable", message, true);
  }
}

/** Old versions of Helm recorded without packing, and every version still reads that. */
function isGzip(bytes: Buffer): boolean {
  return bytes.subarray(0, 3).equals(Buffer.from([0x1f, 0x8b, 0x08]));
}

function newest(records: readonly KubeObject[]): Map<string, ObservedRelease> {
  const found = new Map<string, ObservedRelease>();
  for (const secret of records) {
    const release = observed(secret);
    const key = `${release.namespace}/${release.name}`;
    if ((found.get(key)?.revision ?? 0) < release.revision) found.set(key, release);
  }
  return found;
}

function observed(secret: KubeObject): ObservedRelease {
  const label = (key: string) => textAt(secret, "metadata", "labels", key);
  return {
    name: label("name"),
    namespace: textAt(secret, "metadata", "namespace"),
    revision: Number.parseInt(label("version"), 10) || 0,
    status:
      dig(secret, "metadata", "deletionTimestamp") === undefined ? label("status") : "unknown",
    layerId: label(layerLabel),
    fingerprint: label(fingerprintLabel),
  };
}
