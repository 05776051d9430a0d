import { afterAll, beforeAll, expect, test } from "vitest";
import { clusterNamespace } from "@/server/domain/cluster/kube-names";
import type { RenderInput } from "@/server/domain/cluster/render-capi";
import type { Binaries } from "@/server/domain/control-plane/binaries";
import { cachedBinaries, untilTrue } from "@/server/kube/testing/start-control-plane";
import { holdPort, releasePort } from "@/server/platform/ports/testing/hold-port";
import { kindOf, localControlPlane, localMachine } from "./kinds";
import {
  applyCluster,
  clusterInput,
  deleteCluster,
  startTestConsole,
  testDataDir,
  type TestConsole,
} from "./testing/start-console";

const data = testDataDir();
let lamina: TestConsole;
let schedulerIsThere = true;
/** kube-scheduler of the clusters can be missing; the management plane needs none. */
const binaries: Binaries = async (name, version) => {
  if (name === "kube-scheduler" && !schedulerIsThere) throw new Error("is being built");
  return cachedBinaries(name, version);
};

beforeAll(async () => {
  lamina = await startTestConsole(data.dir, { binaries });
});
afterAll(async () => {
  await lamina.stop();
  data.remove();
});

/** Reason and message of the control plane's Ready condition. */
async function readiness(input: RenderInput) {
  const namespace = clusterNamespace(input.clusterId);
  const ref = { ...kindOf(localControlPlane), namespace, name: `${input.name}-control-plane` };
  const plane = await lamina.client.find(ref);
  const status = localControlPlane.status.parse(plane?.status ?? {});
  const ready = status.conditions?.find((condition) => condition.type === "Ready");
  return `${ready?.status} ${ready?.reason}: ${ready?.message}`;
}
const tells = (input: RenderInput, text: string) =>
  untilTrue(async () => (await readiness(input)).includes(text), 60_000, `it tells ${text}`);

test("a missing program is named, and the cluster goes on when it is there", async () => {
  const input = clusterInput({ clusterId: "cls_missingmissing11", workers: 0 });
  schedulerIsThere = false;
  await applyCluster(lamina.client, input);
  await tells(input, "False ASSET_MISSING: demo-control-plane-0: kube-scheduler 1.37.2");
  schedulerIsThere = true;
  await tells(input, "True MembersReady");
  await deleteCluster(lamina.client, input);
});

test("a wrong flag is told with the API server's own words, and can be mended", async () => {
  const broken = clusterInput({
    clusterId: "cls_brokenbroken1111",
    workers: 0,
    apiServerExtraArgs: { "event-ttl": "soon" },
  });
  await applyCluster(lamina.client, broken);
  await tells(broken, "False PROCESS_EXITED: demo-control-plane-0: API server");
  expect(await readiness(broken)).toContain("invalid duration");
  const reserved = { ...broken, apiServerExtraArgs: { "etcd-servers": "http://elsewhere" } };
  await applyCluster(lamina.client, reserved);
  await tells(broken, "False LAYER_VALUES_INVALID");
  await applyCluster(lamina.client, { ...broken, apiServerExtraArgs: { "event-ttl": "2h" } });
  await tells(broken, "True MembersReady");
  await deleteCluster(lamina.client, broken);
});

test("a range that is none and a node that is refused are told as values of the profile", async () => {
  const ranges = clusterInput({
    clusterId: "cls_rangesranges1111",
    workers: 0,
    serviceCidr: "fd00::/108",
  });
  await applyCluster(lamina.client, ranges);
  await tells(ranges, "False LAYER_VALUES_INVALID: fd00::/108 is no IPv4 range");
  await deleteCluster(lamina.client, ranges);

  const input = clusterInput({ clusterId: "cls_refusedrefused11", workers: 1 });
  const pools = input.pools.map((pool) =>
    pool.role === "worker" ? { ...pool, labels: { tier: "two words" } } : pool,
  );
  await applyCluster(lamina.client, { ...input, pools });
  const told = async () => {
    const namespace = clusterNamespace(input.clusterId);
    const machines = await lamina.client.list(kindOf(localMachine), { namespace });
    return machines.flatMap((m) => localMachine.status?.parse(m.status ?? {}).conditions ?? []);
  };
  const isRefused = async () =>
    (await told()).some((c) => c.reason === "LAYER_VALUES_INVALID" && /two words/.test(c.message));
  await untilTrue(isRefused, 90_000, "the worker tells that its node is refused");
  await deleteCluster(lamina.client, input);
});

test("a taken endpoint is told by its port, and the cluster starts once it is free", async () => {
  const input = clusterInput({ clusterId: "cls_portportport1111", workers: 0 });
  const port = await lamina.ports.claim(`clusters/${input.clusterId}/endpoint`);
  const stranger = await holdPort(port);
  await applyCluster(lamina.client, input);
  await tells(input, `False PORT_TAKEN: demo-control-plane-0: Port ${port}`);
  await releasePort(stranger);
  await tells(input, "True MembersReady");
  await deleteCluster(lamina.client, input);
});

test("a cluster that is deleted while it is made leaves nothing", async () => {
  const input = clusterInput({ clusterId: "cls_deletedelete1111", workers: 2 });
  await applyCluster(lamina.client, input);
  const group = `clusters/${input.clusterId}`;
  const started = () => lamina.supervisor.list().some((p) => p.group === group);
  await untilTrue(started, 30_000, "its first process is started");
  await deleteCluster(lamina.client, input);
  expect(lamina.supervisor.list().filter((p) => p.group === group)).toEqual([]);
  expect(Object.keys(lamina.ports.all()).filter((name) => name.startsWith(group))).toEqual([]);
});
