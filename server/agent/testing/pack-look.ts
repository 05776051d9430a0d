import type { RenderedLayer } from "@/server/domain/profile/types";
import { dig } from "@/server/kube/object";
import type { KubeClient } from "@/server/kube/client";
import type { KubeObject } from "@/server/kube/types";

/** What somebody wants to do, as Kubernetes asks for it. */
export interface Attempt {
  verb: string;
  resource: string;
  group?: string;
  namespace?: string;
  name?: string;
  subresource?: string;
}

/** A look at what an installed layer did to a cluster. */
export class PackLook {
  readonly client: KubeClient;
  readonly layer: RenderedLayer;

  constructor(client: KubeClient, layer: RenderedLayer) {
    this.client = client;
    this.layer = layer;
  }

  /** A value of the layer's only release, as it was rendered. */
  value(...path: string[]): unknown {
    return dig(this.layer.releases[0]?.values, ...path);
  }

  find(apiVersion: string, kind: string, name: string, namespace?: string) {
    return this.client.find({
      apiVersion,
      kind,
      name,
      ...(namespace !== undefined && { namespace }),
    });
  }

  list(apiVersion: string, kind: string, namespace?: string): Promise<KubeObject[]> {
    return this.client.list(
      { apiVersion, kind },
      { ...(namespace !== undefined && { namespace }) },
    );
  }

  /** Whether a member of a group may do something; the API server decides. */
  async may(group: string, { subresource, ...attempt }: Attempt): Promise<boolean> {
    const resourceAttributes = { ...attempt, ...(subresource !== undefined && { subresource }) };
    const groups = [group, "system:authenticated"];
    const answer = await this.client.connection.request({
      method: "POST",
      path: "/apis/authorization.k8s.io/v1/subjectaccessreviews",
      body: { spec: { user: "somebody", groups, resourceAttributes } },
    });
    return dig(answer, "status", "allowed") === true;
  }

  /** What the API server would make of an object, or its refusal; nothing is created. */
  async tryOut(object: KubeObject): Promise<KubeObject | string> {
    try {
      return await this.client.apply(object, { fieldManager: "test", dryRun: true });
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}

/** A pod that asks for nothing unless told otherwise. */
export function plainPod(namespace: string, spec: object = {}, container: object = {}): KubeObject {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "try", namespace },
    spec: { containers: [{ name: "main", image: "shop/web:1.0", ...container }], ...spec },
  };
}
