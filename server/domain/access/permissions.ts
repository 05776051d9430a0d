/**
 * Permission strings are `resource.operation`; roles and their permissions are the platform's
 * published contract (docs/permissions.md is written from them), so a string never changes its meaning.
 */
const operations = ["create", "get", "list", "update", "delete"] as const;
type Operation = (typeof operations)[number];

/** Every resource a permission can be about. */
export const resources = [
  "apiKey",
  "appDeployment",
  "appProfile",
  "cloudaccount",
  "cloudconfig",
  "cluster",
  "clusterGroup",
  "clusterPair",
  "clusterProfile",
  "clusterTemplate",
  "dnsMapping",
  "edgeToken",
  "edgehost",
  "filter",
  "location",
  "machine",
  "macro",
  "packRegistry",
  "privateGateway",
  "project",
  "role",
  "spcPolicy",
  "sshKey",
  "team",
  "user",
  "virtualCloudconfig",
  "virtualCluster",
  "workspace",
] as const;
export type Resource = (typeof resources)[number];

/** Operations that only some resources have. */
const extraPermissions = [
  "audit.get",
  "audit.list",
  "tag.update",
  "cluster.import",
  "clusterProfile.publish",
  "workspace.backup",
  "workspace.restore",
  "edgehost.sshUpdate",
  "edgehost.sshUserUpdate",
] as const;

export type Permission = `${Resource}.${Operation}` | (typeof extraPermissions)[number];

/** All permissions there are. */
export const permissions: readonly Permission[] = [
  ...resources.flatMap((r) => operations.map((o): Permission => `${r}.${o}`)),
  ...extraPermissions,
];

/** Every operation on each resource. */
export function all(...names: Resource[]): Permission[] {
  return names.flatMap((r) => operations.map((o): Permission => `${r}.${o}`));
}

/** get, list and update on each resource. */
export function edit(...names: Resource[]): Permission[] {
  return names.flatMap((r): Permission[] => [`${r}.get`, `${r}.list`, `${r}.update`]);
}

/** get and list on each resource. */
export function view(...names: Resource[]): Permission[] {
  return names.flatMap((r): Permission[] => [`${r}.get`, `${r}.list`]);
}
