import type { CatalogueCode } from "@/server/domain/operation/catalogue";

/** What a failure means for its layer. */
export interface Outlook {
  /** True when the same may succeed later although nobody changes the layer. */
  passing: boolean;
  code: CatalogueCode;
  /** In CamelCase, as conditions have it. */
  reason: string;
}

/** An answer of an API server that is no success; status 0 when there was none. */
export interface Refusal {
  status: number;
  message: string;
}

const refused = permanent("LAYER_INSTALL_FAILED", "Refused");
const busy: Outlook = { passing: true, code: "CLUSTER_BUSY", reason: "ClusterBusy" };
/** What a hook waits for may still come, but not within seconds. */
const slow: Outlook = { passing: true, code: "LAYER_INSTALL_FAILED", reason: "HelmTimedOut" };
const valuesRefused = permanent("LAYER_VALUES_INVALID", "ValuesRefused");

/** Texts tell more than the status: some final faults come as 500, and some that pass as 403. First match wins. */
const byText: readonly [RegExp, Outlook][] = [
  [/admission webhook .* denied the request/is, refused],
  [/ValidatingAdmissionPolicy .* denied request/is, refused],
  [/failed to create typed (patch|live|managed) object/i, refused],
  [/field is immutable|may not change once set|updates to .* are forbidden/i, refused],
  [
    /request is too large|entity too large|message larger than max|must have at most \d+ bytes|Too long: may not be more than/i,
    permanent("OBJECT_TOO_LARGE", "ObjectTooLarge"),
  ],
  [/no matches for kind/i, kindUnknown()],
  // A definition was established a moment ago, or another layer makes the namespace.
  [/could not find the requested resource|namespaces "[^"]*" not found/i, busy],
  [/fail(ed|ure) (to call|calling) webhook|conversion webhook for/i, busy],
  [/(is being|because it is being) (terminated|deleted)/i, busy],
  [/error looking up service account/i, busy],
  [/cannot \w+ resource|attempting to grant RBAC permissions/i, forbidden()],
  [/the object has been modified|another operation .* is in progress/i, busy],
];

/** Of Helm only the text is there, so a status has to be read out of it. */
const byHelmText: readonly [RegExp, Outlook][] = [
  [/values don't meet the specifications of the schema/i, valuesRefused],
  [/execution error at/i, valuesRefused],
  [/error calling (include|required|fail|template|toYaml|index)/i, valuesRefused],
  [/template: .*:\d+/i, valuesRefused],
  [/YAML parse error on|error converting YAML/i, valuesRefused],
  [/cannot overwrite table with non table|coalesce\.go/i, valuesRefused],
  ...byText,
  [/failed (pre|post)-(install|upgrade|delete|rollback)/i, slow],
  [/did not end in time|timed out waiting for the condition/i, slow],
  [/too many requests|client rate limiter|currently unable to handle the request/i, busy],
  [/etcdserver: (leader changed|no leader|request timed out)|Internal error occurred/i, busy],
  [/timed? ?out|deadline exceeded/i, busy],
  [/connection re(fused|set)|connection lost|no such host|network is unreachable/i, busy],
  [/\bEOF\b|cluster unreachable|no route to host/i, busy],
];

/** What an answer of the API server means for the layer that asked. */
export function outlookOfAnswer({ status, message }: Refusal): Outlook {
  const told = match(byText, message);
  if (told !== undefined) return told;
  if (status === 413) return permanent("OBJECT_TOO_LARGE", "ObjectTooLarge");
  if (status === 401) return forbidden();
  if (status === 0 || status === 408 || status === 409 || status === 410) return busy;
  if (status === 425 || status === 429) return busy;
  return status >= 500 && status !== 501 ? busy : refused;
}

/** What Helm's words mean for the layer that it installs or removes. */
export function outlookOfHelm(message: string): Outlook {
  return match(byHelmText, message) ?? permanent("LAYER_INSTALL_FAILED", "HelmFailed");
}

function match(table: readonly [RegExp, Outlook][], message: string): Outlook | undefined {
  return table.find(([pattern]) => pattern.test(message))?.[1];
}

/** No definition of the kind is in the cluster, and waiting brings none. */
export function kindUnknown(): Outlook {
  return permanent("KIND_UNKNOWN", "KindUnknown");
}

function forbidden(): Outlook {
  return permanent("AGENT_FORBIDDEN", "Forbidden");
}

function permanent(code: CatalogueCode, reason: string): Outlook {
  return { passing: false, code, reason };
}
