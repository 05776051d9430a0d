import { addressInCidr } from "@/server/domain/control-plane/cidr";
import type { LeafRequest } from "@/server/platform/certificates/authority";
import { createCertificateStore, type StoredKeyPair } from "@/server/platform/certificates/store";
import type { Clock } from "@/server/platform/clock/clock";

/** Every certificate of one cluster. All members share them: all live on 127.0.0.1. */
export interface ClusterPki {
  ca: StoredKeyPair;
  etcdCa: StoredKeyPair;
  frontProxyCa: StoredKeyPair;
  /** For everything that serves HTTPS besides etcd. */
  server: StoredKeyPair;
  etcdServer: StoredKeyPair;
  etcdClient: StoredKeyPair;
  frontProxyClient: StoredKeyPair;
  admin: StoredKeyPair;
  controllerManager: StoredKeyPair;
  scheduler: StoredKeyPair;
  kwok: StoredKeyPair;
  serviceAccount: { publicFile: string; privateFile: string };
}

const loopback = { dnsNames: ["localhost"], ipAddresses: ["127.0.0.1"] };

/** Makes what is missing in the folder and renews what ends soon. */
export async function ensureClusterPki(
  dir: string,
  serviceCidr: string,
  clock: Clock,
): Promise<ClusterPki> {
  const store = createCertificateStore(dir, clock);
  const ca = await store.authority("ca", "kubernetes");
  const etcdCa = await store.authority("etcd-ca", "etcd-ca");
  const frontProxyCa = await store.authority("front-proxy-ca", "front-proxy-ca");
  const client = (name: string, commonName: string, organizations: string[] = []) =>
    store.leaf(name, ca, { commonName, organizations, usages: ["client"] });
  const etcd: LeafRequest = { commonName: "etcd", ...loopback, usages: ["server", "client"] };
  const masters = ["system:masters"];
  return {
    ca,
    etcdCa,
    frontProxyCa,
    server: await store.leaf("server", ca, serverRequest(serviceCidr)),
    etcdServer: await store.leaf("etcd", etcdCa, etcd),
    etcdClient: await store.leaf("etcd-client", etcdCa, {
      commonName: "lamina",
      usages: ["client"],
    }),
    frontProxyClient: await store.leaf("front-proxy-client", frontProxyCa, {
      commonName: "front-proxy-client",
      usages: ["client"],
    }),
    admin: await client("admin", "admin", masters),
    controllerManager: await client("controller-manager", "system:kube-controller-manager"),
    scheduler: await client("scheduler", "system:kube-scheduler"),
    kwok: await client("kwok", "kwok", masters),
    serviceAccount: await store.signingKeys("service-account"),
  };
}

function serverRequest(serviceCidr: string): LeafRequest {
  const service = "kubernetes.default.svc";
  return {
    commonName: "kube-apiserver",
    dnsNames: [
      "localhost",
      "kubernetes",
      "kubernetes.default",
      service,
      `${service}.cluster.local`,
    ],
    ipAddresses: ["127.0.0.1", addressInCidr(serviceCidr, 1)],
    usages: ["server"],
  };
}
