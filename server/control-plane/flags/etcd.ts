import type { ClusterPki } from "@/server/control-plane/pki";
import type { Flags } from "./flags";

/** One etcd member. `initialCluster` is read only while its data folder is empty. */
export interface EtcdInput {
  name: string;
  dataDir: string;
  clientPort: number;
  peerPort: number;
  /** Peer addresses by member name, this member included. */
  initialCluster: Readonly<Record<string, string>>;
  joining: boolean;
  pki: ClusterPki;
  /** For tests alone: a power cut loses data. */
  unsafeNoFsync: boolean;
}

/** The address clients of an etcd member use. */
export function etcdUrl(port: number): string {
  return `https://127.0.0.1:${port}`;
}

/** Flags of etcd: TLS with client certificates everywhere, because a port of 127.0.0.1 is open to every user. */
export function etcdFlags(input: EtcdInput): Flags {
  const client = etcdUrl(input.clientPort);
  const peer = etcdUrl(input.peerPort);
  const { pki } = input;
  const cluster = Object.entries(input.initialCluster).map(([name, url]) => `${name}=${url}`);
  return {
    name: input.name,
    "data-dir": input.dataDir,
    "listen-client-urls": client,
    "advertise-client-urls": client,
    "listen-peer-urls": peer,
    "initial-advertise-peer-urls": peer,
    "initial-cluster": cluster,
    "initial-cluster-state": input.joining ? "existing" : "new",
    "cert-file": pki.etcdServer.certFile,
    "key-file": pki.etcdServer.keyFile,
    "client-cert-auth": true,
    "trusted-ca-file": pki.etcdCa.certFile,
    "peer-cert-file": pki.etcdServer.certFile,
    "peer-key-file": pki.etcdServer.keyFile,
    "peer-client-cert-auth": true,
    "peer-trusted-ca-file": pki.etcdCa.certFile,
    // Other processes of the same laptop may take the processor for a while.
    "heartbeat-interval": 250,
    "election-timeout": 2500,
    "log-level": "warn",
    ...(input.unsafeNoFsync ? { "unsafe-no-fsync": true } : {}),
  };
}
