import type { Permission } from "./permissions";

/** What one role assignment gives: in one project, or everywhere in the tenant when null. */
export interface Grant {
  projectId: string | null;
  permissions: readonly string[];
}

/**
 * May the holder of these grants do this? Effective permission is the union; there is no deny rule.
 * `projectId` is the object's project, or null for an object of the tenant itself,
 * which only a tenant-wide grant reaches.
 */
export function can(
  grants: readonly Grant[],
  permission: Permission,
  projectId: string | null,
): boolean {
  return grants.some(
    (grant) =>
      (grant.projectId === null || grant.projectId === projectId) &&
      grant.permissions.includes(permission),
  );
}
