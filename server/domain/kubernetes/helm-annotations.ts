/** Annotations of Helm that mean the same in a manifest which no Helm installs. */
const resourcePolicy = "helm.sh/resource-policy";
const hook = "helm.sh/hook";

/** Events of a release that also happen to a manifest: it is applied at each of them. `crd-install` is Helm 2's. */
const appliedAt = new Set([
  "crd-install",
  "pre-install",
  "post-install",
  "pre-upgrade",
  "post-upgrade",
]);

type Annotations = Readonly<Record<string, unknown>> | undefined;

/** `helm.sh/resource-policy: keep`, read as Helm reads it: the object outlives its layer. */
export function isKept(annotations: Annotations): boolean {
  return textOf(annotations, resourcePolicy).trim().toLowerCase() === "keep";
}

/**
 * What becomes of a Helm hook in a manifest. `applied`: like any other object, since it would run at the
 * install or the upgrade. `skipped`: a test, or a hook of removal or rollback, which must not run now.
 */
export function hookInManifest(annotations: Annotations): "applied" | "skipped" | undefined {
  const events = textOf(annotations, hook)
    .split(",")
    .map((event) => event.trim().toLowerCase())
    .filter((event) => event !== "");
  if (events.length === 0) return undefined;
  return events.some((event) => appliedAt.has(event)) ? "applied" : "skipped";
}

function textOf(annotations: Annotations, key: string): string {
  const value = annotations?.[key];
  return typeof value === "string" ? value : "";
}
