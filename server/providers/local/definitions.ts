import { z } from "zod";
import type { KubeObject } from "@/server/kube/types";
import {
  localApiVersion,
  localCluster,
  localControlPlane,
  localMachine,
  localMachineTemplate,
  type LocalKind,
} from "./kinds";

/** The definitions of our kinds: their schemas are the zod schemas the reconcilers read with. */
export function localDefinitions(): KubeObject[] {
  return [localCluster, localControlPlane, localMachine, localMachineTemplate].map(definition);
}

function definition(kind: LocalKind): KubeObject {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: {
      name: `${kind.plural}.${kind.group}`,
      labels: {
        // Contract version of Cluster API, and which of our versions keeps it.
        "cluster.x-k8s.io/v1beta2": localApiVersion,
        "cluster.x-k8s.io/provider": providerLabel(kind),
        // `clusterctl move` takes these along.
        "clusterctl.cluster.x-k8s.io": "",
      },
    },
    spec: {
      group: kind.group,
      scope: "Namespaced",
      names: {
        kind: kind.kind,
        listKind: `${kind.kind}List`,
        plural: kind.plural,
        singular: kind.kind.toLowerCase(),
        categories: ["cluster-api"],
      },
      versions: [
        {
          name: localApiVersion,
          served: true,
          storage: true,
          subresources: subresources(kind),
          schema: { openAPIV3Schema: objectSchema(kind) },
          additionalPrinterColumns: columns(kind),
        },
      ],
    },
  };
}

function providerLabel(kind: LocalKind): string {
  return kind.kind === "LocalControlPlane" ? "control-plane-local" : "infrastructure-local";
}

function subresources(kind: LocalKind) {
  const scale = {
    specReplicasPath: ".spec.replicas",
    statusReplicasPath: ".status.replicas",
    labelSelectorPath: ".status.selector",
  };
  return {
    ...(kind.status ? { status: {} } : {}),
    ...(kind.kind === "LocalControlPlane" ? { scale } : {}),
  };
}

function columns(kind: LocalKind) {
  if (!kind.status) return [];
  const jsonPath = '.status.conditions[?(@.type=="Ready")].status';
  return [{ name: "Ready", type: "string", jsonPath }];
}

function objectSchema(kind: LocalKind) {
  const properties = {
    apiVersion: { type: "string" },
    kind: { type: "string" },
    metadata: { type: "object" },
    spec: structural(kind.spec),
    ...(kind.status ? { status: structural(kind.status) } : {}),
  };
  return { type: "object", required: ["spec"], properties };
}

/** A zod schema in the part of OpenAPI that Kubernetes calls structural. */
function structural(schema: z.ZodType): unknown {
  return clean(z.toJSONSchema(schema, { target: "openapi-3.0", io: "input" }));
}

/** Words of JSON Schema that Kubernetes refuses; unknown fields are pruned anyway. */
function clean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(
    ([word, content]) =>
      !["$schema", "propertyNames"].includes(word) &&
      !(word === "additionalProperties" && content === false) &&
      !(word === "pattern" && "format" in value),
  );
  return Object.fromEntries(kept.map(([word, content]) => [word, clean(content)]));
}
