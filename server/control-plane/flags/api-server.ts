import { apiServerArgFault } from "@/server/domain/control-plane/api-server-args";
import { AppError } from "@/server/domain/errors/app-error";
import type { ClusterPki } from "@/server/control-plane/pki";
import { etcdUrl } from "./etcd";
import type { Flags } from "./flags";

/** One API server. */
export interface ApiServerInput {
  port: number;
  etcdPort: number;
  serviceCidr: string;
  pki: ClusterPki;
  /** From the profile, e.g. `{ "event-ttl": "2h" }`. */
  extraArgs: Readonly<Record<string, string>>;
}

/** Throws BAD_INPUT naming the flag when an extra flag is not a profile's to set. */
export function checkExtraArgs(extraArgs: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(extraArgs)) {
    const fault = apiServerArgFault(name);
    if (fault) throw new AppError("BAD_INPUT", fault);
  }
}

/** Flags of kube-apiserver. */
export function apiServerFlags(input: ApiServerInput): Flags {
  checkExtraArgs(input.extraArgs);
  const { pki } = input;
  return {
    "etcd-servers": etcdUrl(input.etcdPort),
    "etcd-cafile": pki.etcdCa.certFile,
    "etcd-certfile": pki.etcdClient.certFile,
    "etcd-keyfile": pki.etcdClient.keyFile,
    "bind-address": "127.0.0.1",
    "advertise-address": "127.0.0.1",
    "secure-port": input.port,
    // There is no network in which pods could reach an endpoint.
    "endpoint-reconciler-type": "none",
    "authorization-mode": ["Node", "RBAC"],
    "enable-admission-plugins": ["NodeRestriction"],
    "allow-privileged": true,
    profiling: false,
    "service-cluster-ip-range": input.serviceCidr,
    "tls-cert-file": pki.server.certFile,
    "tls-private-key-file": pki.server.keyFile,
    "client-ca-file": pki.ca.certFile,
    "service-account-issuer": "https://kubernetes.default.svc",
    "service-account-signing-key-file": pki.serviceAccount.privateFile,
    "service-account-key-file": pki.serviceAccount.publicFile,
    "requestheader-client-ca-file": pki.frontProxyCa.certFile,
    "requestheader-allowed-names": "front-proxy-client",
    "requestheader-username-headers": "X-Remote-User",
    "requestheader-group-headers": "X-Remote-Group",
    "requestheader-extra-headers-prefix": "X-Remote-Extra-",
    "proxy-client-cert-file": pki.frontProxyClient.certFile,
    "proxy-client-key-file": pki.frontProxyClient.keyFile,
    ...input.extraArgs,
  };
}
