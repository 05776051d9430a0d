import { isMap } from "@/server/domain/yaml/data";

/** What of an object tells whether it ends by itself. */
interface Shape {
  apiVersion: string;
  kind: string;
  [field: string]: unknown;
}

/** Kinds whose objects the cluster removes by itself some time after their creation. */
const passingKinds = new Set([
  "/Event",
  "events.k8s.io/Event",
  "certificates.k8s.io/CertificateSigningRequest",
  "certificates.k8s.io/PodCertificateRequest",
]);

/** Where a Job, and what is built like one, says how long it stays after its end. */
const timesToLive: readonly (readonly string[])[] = [
  ["spec", "ttlSecondsAfterFinished"],
  ["spec", "runPolicy", "ttlSecondsAfterFinished"],
  ["spec", "ttlStrategy"],
];

/** True when the cluster removes the object by itself once it did its work: that it is missing is no loss. */
export function expiresByItself(object: Shape): boolean {
  if (passingKinds.has(groupKind(object))) return true;
  if (object.kind === "Secret" && object["type"] === "bootstrap.kubernetes.io/token") return true;
  return timesToLive.some((path) => {
    const found = path.reduce<unknown>((at, key) => (isMap(at) ? at[key] : undefined), object);
    return typeof found === "number" || isMap(found);
  });
}

/** True for an object in the cluster that did its work: it never runs again, whatever becomes of it. */
export function hasFinished(object: Shape): boolean {
  const status = isMap(object["status"]) ? object["status"] : {};
  const key = groupKind(object);
  if (key === "/Pod") return status["phase"] === "Succeeded";
  if (key !== "batch/Job" || !Array.isArray(status["conditions"])) return false;
  return status["conditions"].some(
    (entry) => isMap(entry) && entry["type"] === "Complete" && entry["status"] === "True",
  );
}

/** Kinds whose specification cannot change once they run: a changed one takes the place of the ended one. */
export function runsOnce(object: Shape): boolean {
  return ["batch/Job", "/Pod"].includes(groupKind(object));
}

function groupKind({ apiVersion, kind }: Shape): string {
  const group = apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
  return `${group}/${kind}`;
}
