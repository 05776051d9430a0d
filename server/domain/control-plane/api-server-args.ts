/**
 * Flags of the API server that a profile may set. A list of what is allowed, because the others name
 * files and addresses of the machine the control plane runs on: a profile's author must not read or
 * write those.
 */
const allowed: ReadonlySet<string> = new Set([
  "anonymous-auth",
  "audit-log-maxage",
  "audit-log-maxbackup",
  "audit-log-maxsize",
  "default-not-ready-toleration-seconds",
  "default-unreachable-toleration-seconds",
  "delete-collection-workers",
  "disable-admission-plugins",
  "enable-admission-plugins",
  "enable-priority-and-fairness",
  "event-ttl",
  "feature-gates",
  "goaway-chance",
  "max-mutating-requests-inflight",
  "max-requests-inflight",
  "min-request-timeout",
  "oidc-client-id",
  "oidc-groups-claim",
  "oidc-groups-prefix",
  "oidc-issuer-url",
  "oidc-required-claim",
  "oidc-signing-algs",
  "oidc-username-claim",
  "oidc-username-prefix",
  "request-timeout",
  "runtime-config",
  "service-node-port-range",
  "shutdown-delay-duration",
  "tls-cipher-suites",
  "tls-min-version",
  "v",
]);

/** Why a profile may not set this flag of the API server, or null. */
export function apiServerArgFault(name: string): string | null {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(name)) {
    return `"${name}" is no flag of the API server; write it without dashes in front.`;
  }
  if (allowed.has(name)) return null;
  return `A profile cannot set the API server's flag ${name}. It can set: ${[...allowed].join(", ")}.`;
}
