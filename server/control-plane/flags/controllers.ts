import { nodeCidrPrefix } from "@/server/domain/control-plane/cidr";
import type { ClusterPki } from "@/server/control-plane/pki";
import type { Flags } from "./flags";

/** A client of the API server that also serves its own health page. */
export interface ComponentInput {
  kubeconfigFile: string;
  port: number;
  /** With one member there is nobody to elect. */
  leaderElect: boolean;
  pki: ClusterPki;
}

/** What an API server without nodes needs: owners take along what they own, namespaces empty themselves. */
const objectControllers = [
  "clusterrole-aggregation-controller",
  "garbage-collector-controller",
  "namespace-controller",
  "root-ca-certificate-publisher-controller",
  "serviceaccount-controller",
  "serviceaccount-token-controller",
];

/** Flags of kube-controller-manager. `objectsOnly` where no pod will ever run. */
export function controllerManagerFlags(
  input: ComponentInput & { podCidr: string; serviceCidr: string; objectsOnly: boolean },
): Flags {
  const { pki } = input;
  return {
    ...componentFlags(input),
    "use-service-account-credentials": true,
    "root-ca-file": pki.ca.certFile,
    "service-account-private-key-file": pki.serviceAccount.privateFile,
    "cluster-signing-cert-file": pki.ca.certFile,
    "cluster-signing-key-file": pki.ca.keyFile,
    "allocate-node-cidrs": true,
    "cluster-cidr": input.podCidr,
    "node-cidr-mask-size": nodeCidrPrefix(input.podCidr),
    "service-cluster-ip-range": input.serviceCidr,
    ...(input.objectsOnly ? { controllers: objectControllers } : {}),
  };
}

/** Flags of kube-scheduler. */
export function schedulerFlags(input: ComponentInput): Flags {
  return componentFlags(input);
}

function componentFlags({ kubeconfigFile, port, leaderElect, pki }: ComponentInput): Flags {
  return {
    kubeconfig: kubeconfigFile,
    "authentication-kubeconfig": kubeconfigFile,
    "authorization-kubeconfig": kubeconfigFile,
    "bind-address": "127.0.0.1",
    "secure-port": port,
    "tls-cert-file": pki.server.certFile,
    "tls-private-key-file": pki.server.keyFile,
    "requestheader-client-ca-file": pki.frontProxyCa.certFile,
    "leader-elect": leaderElect,
    // At the default of 20 a second the start of the controllers alone takes five seconds.
    "kube-api-qps": 300,
    "kube-api-burst": 600,
    profiling: false,
  };
}

/** Arguments of kwok: it plays the given stages on nodes that carry the annotation. */
export function kwokArgs(input: {
  kubeconfigFile: string;
  stageFiles: readonly string[];
  nodeAnnotation: string;
}): string[] {
  return [
    `--kubeconfig=${input.kubeconfigFile}`,
    `--manage-nodes-with-annotation-selector=${input.nodeAnnotation}`,
    "--node-lease-duration-seconds=40",
    "--v=WARN",
    ...input.stageFiles.map((file) => `--config=${file}`),
  ];
}
