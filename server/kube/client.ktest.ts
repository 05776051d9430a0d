import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { text as streamText } from "node:stream/consumers";
import { createLog } from "@/server/platform/log/log";
import { KubeError } from "./errors";
import { createInformer } from "./informer";
import { startControlPlane, untilTrue, type TestControlPlane } from "./testing/start-control-plane";
import type { KubeObject } from "./types";
import { watchKind } from "./watch";

const configMap = { apiVersion: "v1", kind: "ConfigMap" };
const namespace = "default";
const map = (name: string, data: Record<string, string>, labels = {}): KubeObject => ({
  ...configMap,
  metadata: { name, namespace, labels },
  data,
});
const widget = { apiVersion: "test.lamina.dev/v1", kind: "Widget" };

let plane: TestControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(async () => plane.stop());

describe("objects", () => {
  test("are created once, read, changed and deleted", async () => {
    const { client } = plane;
    const ref = { ...configMap, namespace, name: "one" };
    expect(await client.find(ref)).toBeUndefined();
    const created = await client.create(map("one", { a: "1" }), { fieldManager: "tester" });
    expect(created.metadata).toMatchObject({ managedFields: [{ manager: "tester" }] });
    await expect(client.create(map("one", {}))).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
    expect(await client.patch(ref, { data: { b: "2" } })).toMatchObject({
      data: { a: "1", b: "2" },
    });
    await expect(client.delete(ref, { uid: "another" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect(await client.delete(ref)).toBe(true);
    expect(await client.delete(ref)).toBe(false);
    await expect(client.get(ref)).rejects.toMatchObject({ code: "NOT_FOUND", status: 404 });
  });

  test("applied by two owners: a conflict unless forced, and nothing in a dry run", async () => {
    const { client } = plane;
    await client.apply(map("two", { a: "1" }), { fieldManager: "first" });
    const theirs = map("two", { a: "2" });
    await expect(client.apply(theirs, { fieldManager: "second" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    const forced = { fieldManager: "second", force: true };
    const tried = await client.apply(theirs, { ...forced, dryRun: true });
    expect(tried).toMatchObject({ data: { a: "2" } });
    const ref = { ...configMap, namespace, name: "two" };
    expect(await client.get(ref)).toMatchObject({ data: { a: "1" } });
    await client.apply(theirs, forced);
    expect(await client.get(ref)).toMatchObject({ data: { a: "2" } });
  });

  test("listed as metadata only, their contents stay where they are", async () => {
    const { client } = plane;
    await client.create(map("three", { secret: "x" }, { list: "yes" }));
    const options = { namespace, labelSelector: "list=yes" };
    expect(await client.list(configMap, options)).toMatchObject([{ data: { secret: "x" } }]);
    const [slim] = await client.list(configMap, { ...options, metadataOnly: true });
    expect(slim).toMatchObject({ ...configMap, metadata: { name: "three" } });
    expect(slim).not.toHaveProperty("data");
    const none = { ...options, labelSelector: "list=no", metadataOnly: true };
    expect(await client.list(configMap, none)).toEqual([]);
  });
});

test("a kind that is defined later is found without a new client", async () => {
  const { client } = plane;
  expect(await client.serves(widget)).toBe(false);
  expect(await client.find({ ...widget, namespace, name: "w" })).toBeUndefined();
  await client.apply(definition("Widget", "widgets"), { fieldManager: "test" });
  await untilTrue(() => client.serves(widget), 10_000, "widgets are served");
  expect(await client.locate(widget)).toMatchObject({ plural: "widgets", namespaced: true });
  await client.apply(
    { ...widget, metadata: { name: "w", namespace }, spec: {} },
    { fieldManager: "test" },
  );
  const kinds = await client.kinds();
  expect(kinds.find((kind) => kind.kind === "Widget")).toMatchObject(widget);
  expect(kinds.find((kind) => kind.kind === "Deployment")?.verbs).toContain("list");
  // The group is known by now; another kind in it is looked up all the same.
  const gadget = { ...widget, kind: "Gadget" };
  expect(await client.serves(gadget)).toBe(false);
  await client.apply(definition("Gadget", "gadgets"), { fieldManager: "test" });
  await untilTrue(() => client.serves(gadget), 10_000, "gadgets are served");
});

test("what is applied is stored with every digit and every character, and read back the same", async () => {
  const { client } = plane;
  const note = { ...widget, kind: "Note" };
  await client.apply(definition("Note", "notes"), { fieldManager: "test" });
  await untilTrue(() => client.serves(note), 10_000, "notes are served");
  const spec = {
    id: 12345678901234567n,
    most: 2n ** 63n - 1n,
    least: -(2n ** 63n),
    safe: Number.MAX_SAFE_INTEGER,
    text: "a\u0085b\u2028c \u2029 d\u007fe\ufefff\u009f",
  };
  const stored = { ...note, metadata: { name: "n", namespace }, spec };
  expect(await client.apply(stored, { fieldManager: "test" })).toMatchObject({ spec });
  const ref = { ...note, namespace, name: "n" };
  expect(await client.get(ref)).toMatchObject({ spec });
  expect(await client.list(note, { namespace })).toMatchObject([{ spec }]);
  const text = await client.connection.stream({ method: "GET", path: await client.pathOf(note) });
  expect(await streamText(text)).toContain('"id":12345678901234567,');
});

function definition(kind: string, plural: string): KubeObject {
  const schema = {
    openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
  };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.test.lamina.dev` },
    spec: {
      group: "test.lamina.dev",
      scope: "Namespaced",
      names: { kind, plural, singular: kind.toLowerCase() },
      versions: [{ name: "v1", served: true, storage: true, schema }],
    },
  };
}

describe("watching", () => {
  const log = createLog("silent");
  const filter = { namespace, labelSelector: "watch=yes" };
  const labels = { watch: "yes" };

  test("an informer has what was there before, what comes, and not what went", async () => {
    const { client } = plane;
    await client.create(map("old", {}, labels));
    const gone: string[] = [];
    const informer = createInformer(client, {
      kind: configMap,
      filter,
      log,
      onDelete: (object) => gone.push(object.metadata.name),
    });
    await informer.synced;
    expect(informer.get("default/old")).toMatchObject(configMap);
    await client.create(map("new", { a: "1" }, labels));
    await client.create(map("other", {}));
    await client.patch({ ...configMap, namespace, name: "new" }, { data: { a: "2" } });
    const isNew = () =>
      (informer.get("default/new")?.data as { a?: string } | undefined)?.a === "2";
    await untilTrue(isNew, 5000, "the change is seen");
    await client.delete({ ...configMap, namespace, name: "old" });
    await untilTrue(() => gone.length > 0, 5000, "the deletion is seen");
    expect(gone).toEqual(["old"]);
    expect(informer.list().map((object) => object.metadata.name)).toEqual(["new"]);
    informer.stop();
  });

  test("a cut goes on where it was; a version that is too old is mended by listing", async () => {
    const { client } = plane;
    const heard: string[] = [];
    const streams: { destroy(): void }[] = [];
    let expired = false;
    const stop = new AbortController();
    const cutting = {
      ...client,
      pathOf: client.pathOf.bind(client),
      connection: {
        ...client.connection,
        stream: async (request: Parameters<typeof client.connection.stream>[0]) => {
          // The API server forgets versions after minutes only.
          if (expired) {
            expired = false;
            throw new KubeError("EXPIRED", "too old resource version", { status: 410 });
          }
          const stream = await client.connection.stream(request);
          streams.push(stream);
          return stream;
        },
      },
    };
    const sink = {
      replace: (objects: KubeObject[]) => void heard.push(`all ${objects.length}`),
      upsert: (object: KubeObject) => void heard.push(object.metadata.name),
      remove: () => {},
    };
    const only = { namespace, labelSelector: "cut=yes" };
    const options = { kind: configMap, filter: only, sink, log, stop: stop.signal };
    // A class instance does not spread: the watch needs only these two members.
    const running = watchKind(cutting as unknown as typeof client, options);
    await untilTrue(() => streams.length === 1, 5000, "it watches");
    streams[0]?.destroy();
    await client.create(map("after-cut", {}, { cut: "yes" }));
    await untilTrue(() => heard.length === 2, 5000, "the object after the cut is seen");
    expect(heard).toEqual(["all 0", "after-cut"]);
    expired = true;
    streams[1]?.destroy();
    await untilTrue(() => heard.length === 3, 15_000, "it lists again");
    expect(heard[2]).toBe("all 1");
    stop.abort();
    await running;
  });
});
