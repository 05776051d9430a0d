/** What the console knows of the signed-in person. Grants only hide; every verb checks again. */
export interface SessionView {
  user: { id: string; name: string; email: string };
  tenant: { id: string; name: string };
  /** The printed first password is still in use and this person may set the tenant up. */
  needsSetUp: boolean;
  /** May look after the programs and processes that all tenants share. */
  administersInstallation: boolean;
  projects: { id: string; name: string; slug: string }[];
  grants: { projectId: string | null; permissions: string[] }[];
}
