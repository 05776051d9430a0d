/** Metadata of any Kubernetes object, as far as we read it. */
export interface ObjectMeta {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: OwnerReference[];
}

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

/** Any Kubernetes object. What lies beyond the metadata is checked where it is read. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [field: string]: unknown;
}

/** A kind of object. */
export interface ObjectKind {
  apiVersion: string;
  kind: string;
}

/** One object, by name. */
export interface ObjectRef extends ObjectKind {
  namespace?: string;
  name: string;
}

/** Which objects of a kind. */
export interface ListFilter {
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
}

/** `namespace/name`, or the name of an object without a namespace. */
export function objectKey(object: KubeObject): string {
  const { namespace, name } = object.metadata;
  return namespace ? `${namespace}/${name}` : name;
}

/** The reference of an object. */
export function refOf(object: KubeObject): ObjectRef {
  const { namespace, name } = object.metadata;
  const kind = { apiVersion: object.apiVersion, kind: object.kind, name };
  return namespace ? { ...kind, namespace } : kind;
}
