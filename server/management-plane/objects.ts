import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { parseYamlStream } from "@/server/domain/yaml/parse";
import { toKubeObject, type KubeClient } from "@/server/kube/client";
import type { KubeObject } from "@/server/kube/types";

/** Where Cluster API's webhook server listens, and which authority signed its certificate. */
export interface WebhookTarget {
  port: number;
  ca: string;
}

export const capiNamespace = "capi-system";

/** What Cluster API needs in the API server, in the order of applying, from the files beside its program. */
export function clusterApiObjects(assetDir: string, target: WebhookTarget): KubeObject[] {
  const crds = readdirSync(path.join(assetDir, "crds"))
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .flatMap((file) => readObjects(path.join(assetDir, "crds", file)))
    .map((crd) => withConversion(withProviderLabels(crd), target));
  const webhooks = readObjects(path.join(assetDir, "webhooks.yaml")).map((configuration) =>
    withAddress(configuration, target),
  );
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: capiNamespace } };
  return [namespace, ...crds, ...webhooks];
}

const MAX_FILE_BYTES = 16 * 1024 * 1024;

function readObjects(file: string): KubeObject[] {
  return parseYamlStream(readFileSync(file, "utf8"), { maxBytes: MAX_FILE_BYTES, lenient: true })
    .filter(({ ok, data }) => !ok || data !== null)
    .map(({ data }) => toKubeObject(data));
}

/** `clusterctl move` takes along only kinds with these labels. */
function withProviderLabels(crd: KubeObject): KubeObject {
  const labels = {
    ...crd.metadata.labels,
    "cluster.x-k8s.io/provider": "cluster-api",
    "clusterctl.cluster.x-k8s.io": "",
  };
  return { ...crd, metadata: { ...crd.metadata, labels } };
}

const crdSpecSchema = z.looseObject({ versions: z.array(z.unknown()) });

/** Old versions of a kind are translated by Cluster API itself. */
function withConversion(crd: KubeObject, target: WebhookTarget): KubeObject {
  const spec = crdSpecSchema.parse(crd.spec);
  if (spec.versions.length < 2) return crd;
  const clientConfig = addressOf(target, "/convert");
  const conversion = {
    strategy: "Webhook",
    webhook: { conversionReviewVersions: ["v1"], clientConfig },
  };
  return { ...crd, spec: { ...spec, conversion } };
}

const webhookSchema = z.looseObject({
  name: z.string(),
  clientConfig: z.object({ service: z.object({ path: z.string() }) }),
});

/** There is no Service to ask: the process listens on 127.0.0.1. */
function withAddress(configuration: KubeObject, target: WebhookTarget): KubeObject {
  const webhooks = z.array(webhookSchema).parse(configuration.webhooks);
  const name = `capi-${configuration.metadata.name}`;
  return {
    ...configuration,
    metadata: { ...configuration.metadata, name },
    webhooks: webhooks.map((webhook) => ({
      ...webhook,
      clientConfig: addressOf(target, webhook.clientConfig.service.path),
    })),
  };
}

function addressOf(target: WebhookTarget, page: string) {
  const caBundle = Buffer.from(target.ca, "utf8").toString("base64");
  return { url: `https://127.0.0.1:${target.port}${page}`, caBundle };
}

const definitionSchema = z.looseObject({
  group: z.string(),
  names: z.looseObject({ kind: z.string() }),
  versions: z.array(z.looseObject({ name: z.string(), served: z.boolean() })),
});
const SERVED_AFTER_MS = 20_000;

/** Waits until the API server serves every kind among the definitions; controllers crash without. */
export async function untilServed(
  client: KubeClient,
  objects: readonly KubeObject[],
): Promise<void> {
  const deadline = Date.now() + SERVED_AFTER_MS;
  for (const object of objects) {
    if (object.kind !== "CustomResourceDefinition") continue;
    const { group, names, versions } = definitionSchema.parse(object.spec);
    for (const version of versions.filter((v) => v.served)) {
      const kind = { apiVersion: `${group}/${version.name}`, kind: names.kind };
      while (!(await client.serves(kind))) {
        if (Date.now() > deadline) {
          throw new Error(`The API server does not serve ${kind.kind} (${kind.apiVersion}).`);
        }
        await sleep(100);
      }
    }
  }
}
