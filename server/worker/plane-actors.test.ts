import { expect, test } from "vitest";
import { kubeconfigText } from "@/server/kube/kubeconfig";
import { PlaneActors } from "./plane-actors";

const kubeconfig = (port: number) =>
  kubeconfigText({
    clusterName: "plane",
    userName: "admin",
    server: `https://127.0.0.1:${port}`,
    ca: "ca",
    cert: "cert",
    key: "key",
  });

test("the same kubeconfig keeps client and watches, another one replaces both", () => {
  const events: string[] = [];
  const actors = new PlaneActors(({ server }) => {
    events.push(`watch ${server}`);
    return { stop: () => events.push(`stop ${server}`) };
  });
  expect(actors.client).toBeUndefined();
  actors.follow(kubeconfig(20_001));
  const first = actors.client;
  actors.follow(kubeconfig(20_001));
  expect(actors.client).toBe(first);
  actors.follow(kubeconfig(20_002));
  expect(actors.client?.server).toBe("https://127.0.0.1:20002");
  expect(events).toEqual([
    "watch https://127.0.0.1:20001",
    "stop https://127.0.0.1:20001",
    "watch https://127.0.0.1:20002",
  ]);
  actors.stop();
});
