/** An object of a tenant changed; whoever shows it asks for it again. */
export interface Change {
  kind: "cluster" | "profile" | "system";
  id: string;
}
