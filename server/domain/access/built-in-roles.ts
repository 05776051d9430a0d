import {
  all,
  edit,
  permissions,
  resources,
  view,
  type Permission,
  type Resource,
} from "./permissions";

/** A role everybody's tenant has; it can be cloned but neither changed nor deleted. */
export interface BuiltInRole {
  key: string;
  name: string;
  scope: "tenant" | "project";
  permissions: readonly Permission[];
}

const clusterKeys: Resource[] = [
  "cloudconfig",
  "cluster",
  "clusterPair",
  "dnsMapping",
  "edgehost",
  "location",
  "machine",
  "macro",
  "sshKey",
  "virtualCloudconfig",
  "virtualCluster",
];
const clusterContext: Resource[] = [
  "cloudaccount",
  "clusterGroup",
  "clusterProfile",
  "clusterTemplate",
  "packRegistry",
  "privateGateway",
  "project",
  "spcPolicy",
];
const projectKeys: Resource[] = [
  ...clusterKeys,
  "appDeployment",
  "appProfile",
  "cloudaccount",
  "clusterGroup",
  "clusterProfile",
  "clusterTemplate",
  "privateGateway",
  "spcPolicy",
  "workspace",
];
const edgeSsh: Permission[] = ["edgehost.sshUpdate", "edgehost.sshUserUpdate"];
const workspaceSafety: Permission[] = ["workspace.backup", "workspace.restore"];
const auditView: Permission[] = ["audit.get", "audit.list"];

/** The built-in tenant roles. */
const tenantRoles: BuiltInRole[] = [
  { key: "tenant-admin", name: "Tenant Admin", scope: "tenant", permissions },
  {
    key: "tenant-viewer",
    name: "Tenant Viewer",
    scope: "tenant",
    permissions: [...view(...resources), ...auditView],
  },
  {
    key: "tenant-cluster-profile-admin",
    name: "Tenant Cluster Profile Admin",
    scope: "tenant",
    permissions: [
      ...all("clusterProfile", "macro"),
      "clusterProfile.publish",
      ...view("packRegistry"),
      "tag.update",
    ],
  },
];

/** The built-in project roles that clusters and profiles need. */
const projectRoles: BuiltInRole[] = [
  {
    key: "project-admin",
    name: "Project Admin",
    scope: "project",
    permissions: [
      ...all(...projectKeys),
      "cluster.import",
      "clusterProfile.publish",
      ...edgeSsh,
      ...workspaceSafety,
      ...edit("project"),
      ...view("packRegistry"),
      ...auditView,
      "tag.update",
    ],
  },
  {
    key: "project-editor",
    name: "Project Editor",
    scope: "project",
    permissions: [
      ...edit(...projectKeys, "project"),
      "cloudconfig.create",
      "machine.delete",
      "clusterProfile.publish",
      ...workspaceSafety,
      ...view("packRegistry"),
      ...auditView,
      "tag.update",
    ],
  },
  {
    key: "project-viewer",
    name: "Project Viewer",
    scope: "project",
    permissions: [...view(...projectKeys, "packRegistry", "project"), ...auditView],
  },
  {
    key: "cluster-admin",
    name: "Cluster Admin",
    scope: "project",
    permissions: [
      ...all(...clusterKeys),
      "cluster.import",
      ...edgeSsh,
      ...view(...clusterContext),
      "tag.update",
    ],
  },
  {
    key: "cluster-editor",
    name: "Cluster Editor",
    scope: "project",
    permissions: [
      ...edit(...clusterKeys),
      "machine.delete",
      ...view(...clusterContext),
      "tag.update",
    ],
  },
  {
    key: "cluster-viewer",
    name: "Cluster Viewer",
    scope: "project",
    permissions: view(...clusterKeys, ...clusterContext),
  },
  {
    key: "cluster-profile-admin",
    name: "Cluster Profile Admin",
    scope: "project",
    permissions: [
      ...all("clusterProfile", "macro"),
      "clusterProfile.publish",
      ...view("packRegistry", "project"),
      "tag.update",
    ],
  },
  {
    key: "cluster-profile-editor",
    name: "Cluster Profile Editor",
    scope: "project",
    permissions: [
      ...edit("clusterProfile", "macro"),
      "clusterProfile.publish",
      ...view("packRegistry", "project"),
      "tag.update",
    ],
  },
  {
    key: "cluster-profile-viewer",
    name: "Cluster Profile Viewer",
    scope: "project",
    permissions: view("clusterProfile", "macro", "packRegistry", "project"),
  },
];

export const builtInRoles: readonly BuiltInRole[] = [...tenantRoles, ...projectRoles];
