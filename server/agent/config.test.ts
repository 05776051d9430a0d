import { expect, test } from "vitest";
import { readConfig } from "./config";

const env = {
  NODE_ENV: "test" as const,
  LAMINA_AGENT_SERVER: "ws://127.0.0.1:3000",
  LAMINA_AGENT_TOKEN: "lat_hunter2",
  LAMINA_AGENT_CLUSTER_ID: "cls_1",
  LAMINA_AGENT_KUBECONFIG: "/k",
  LAMINA_AGENT_HELM: "/h",
  LAMINA_AGENT_DATA: "/d",
};

test("a flag wins over the environment", () => {
  const config = readConfig(["--cluster-id", "cls_2"], env);
  expect(config).toMatchObject({ clusterId: "cls_2", helm: "/h", readyTimeoutMs: 300_000 });
});

test.each([
  ["no token", { LAMINA_AGENT_TOKEN: undefined }, "LAMINA_AGENT_TOKEN"],
  [
    "a token sent in the clear over a network",
    { LAMINA_AGENT_SERVER: "ws://lamina.example" },
    "wss://",
  ],
  ["no address at all", { LAMINA_AGENT_SERVER: "lamina" }, "wss://"],
])("%s is refused in a sentence that names what to do", (_name, change, message) => {
  expect(() => readConfig([], { ...env, ...change })).toThrow(message);
});

test("a token as a flag is refused: others could read it", () => {
  expect(() => readConfig(["--token", "lat_hunter2"], env)).toThrow("--token");
});
