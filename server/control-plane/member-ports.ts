import { isPortFree, type PortRegistry } from "@/server/platform/ports/ports";
import type { Supervisor } from "@/server/platform/process/supervisor";
import type { MemberPorts } from "./member";

/** The ports of a member by purpose, with the process that listens there. */
const listeners = {
  etcdClient: "etcd",
  etcdPeer: "etcd",
  api: "kube-apiserver",
  controllerManager: "kube-controller-manager",
  scheduler: "kube-scheduler",
} as const satisfies Record<keyof MemberPorts, string>;

/**
 * The ports of a member. A remembered port that another program took while our process was down is
 * replaced; while our process runs, it is of course not free and stays. So do `fixed` ports, which others
 * know the member by.
 */
export async function claimMemberPorts(
  ports: PortRegistry,
  supervisor: Supervisor,
  idPrefix: string,
  fixed: Partial<MemberPorts> = {},
): Promise<MemberPorts> {
  const claim = async (purpose: keyof MemberPorts) => {
    const name = `${idPrefix}/${purpose}`;
    const port = fixed[purpose];
    if (port === undefined)
      return claimPort(ports, supervisor, name, `${idPrefix}/${listeners[purpose]}`);
    ports.pin(name, port);
    return port;
  };
  return {
    etcdClient: await claim("etcdClient"),
    etcdPeer: await claim("etcdPeer"),
    api: await claim("api"),
    controllerManager: await claim("controllerManager"),
    scheduler: await claim("scheduler"),
  };
}

/** One port for the process `processId`; see {@link claimMemberPorts}. */
export async function claimPort(
  ports: PortRegistry,
  supervisor: Supervisor,
  name: string,
  processId: string,
): Promise<number> {
  const port = await ports.claim(name);
  const ours = holdsItsPort(supervisor, processId);
  return ours || (await isPortFree(port)) ? port : ports.replace(name);
}

/** True while the process may listen: also when it has just been started and its pid is not known yet. */
export function holdsItsPort(supervisor: Supervisor, processId: string): boolean {
  const state = supervisor.get(processId)?.state;
  return state === "starting" || state === "running";
}
