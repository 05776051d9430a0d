import { recordedObjects } from "@/server/domain/manifest/recorded-objects";
import { parseYamlStream } from "@/server/domain/yaml/parse";
import type { KubeObject } from "@/server/kube/types";

/** A record is a Secret of 1 MiB at most; what Helm packs into it unpacks to a few. */
export const maxRecordBytes = 32 * 1024 * 1024;

/**
 * The objects of a manifest that Helm recorded. Helm has installed them already, so they are read as
 * leniently as Helm reads: of two equal keys the last one counts, and what is no object is passed over.
 */
export function objectsOfRecord(manifest: string): KubeObject[] {
  return parseYamlStream(manifest, { maxBytes: maxRecordBytes, lenient: true }).flatMap(
    ({ ok, data }) => (ok ? recordedObjects(data) : []),
  );
}
