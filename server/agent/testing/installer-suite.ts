import { rmSync } from "node:fs";
import { afterAll, afterEach, beforeAll } from "vitest";
import { pinnedHelm } from "@/server/domain/control-plane/binaries";
import type { RenderedLayer } from "@/server/domain/profile/types";
import { cachedBinaries } from "@/server/kube/testing/start-control-plane";
import {
  startAgentCluster,
  startInstaller,
  writeTestPack,
  type TestInstaller,
} from "./agent-cluster";

/** A cluster for a file of tests, and installers that end with their test. */
export function installerSuite() {
  let cluster: Awaited<ReturnType<typeof startAgentCluster>>;
  let packFolder: string;
  let helm: string;
  let generation = 0;
  const running: TestInstaller[] = [];

  beforeAll(async () => {
    packFolder = writeTestPack();
    helm = await cachedBinaries("helm", pinnedHelm);
    cluster = await startAgentCluster();
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((one) => one.stop()));
  });
  afterAll(async () => {
    await cluster.stop();
    rmSync(packFolder, { recursive: true, force: true });
  });

  const install = (options: { readyTimeoutMs?: number } = {}): TestInstaller => {
    const packs = { folderOf: async () => packFolder };
    const one = startInstaller(cluster.kubeconfigFile, packs, { helm, ...options });
    running.push(one);
    return one;
  };
  return {
    client: () => cluster.client,
    packFolder: () => packFolder,
    install,
    /** Ends an installer and starts another one in its place. */
    restart: async (one: TestInstaller): Promise<TestInstaller> => {
      running.splice(running.indexOf(one), 1);
      await one.stop();
      return install();
    },
    want: (one: TestInstaller, layers: RenderedLayer[]): void => {
      generation += 1;
      one.installer.setDesired({ generation, kubernetesVersion: "1.37.2", layers });
    },
    find: (apiVersion: string, kind: string, namespace: string | undefined, name: string) => {
      const place = namespace === undefined ? {} : { namespace };
      return cluster.client.find({ apiVersion, kind, name, ...place });
    },
  };
}
