import { describe, expect, test } from "vitest";
import { fitToLimit } from "./fit";
import { parseAgentMessage, parseServerMessage } from "./parse";
import { backoff, jittered } from "./rhythm";
import { clip } from "./text";

const hello = { type: "hello", protocol: 1, agentVersion: "0.1.0", clusterId: "cls_1" };

describe("messages of an agent", () => {
  test("a hello of this protocol is accepted", () => {
    expect(parseAgentMessage(JSON.stringify(hello))).toEqual({ ok: true, message: hello });
  });

  test.each([2, "1", null])(
    "protocol %j is refused as unsupported, not as malformed",
    (protocol) => {
      const parsed = parseAgentMessage(JSON.stringify({ ...hello, protocol }));
      expect(parsed).toMatchObject({ ok: false, code: "UNSUPPORTED_PROTOCOL" });
    },
  );

  test("a hello without a protocol is refused as unsupported", () => {
    const parsed = parseAgentMessage(JSON.stringify({ type: "hello", clusterId: "cls_1" }));
    expect(parsed).toMatchObject({ ok: false, code: "UNSUPPORTED_PROTOCOL" });
  });

  test("a refusal names the place and never repeats the content", () => {
    const report = { type: "report", kind: "layers", revision: 1, data: "hunter2" };
    const parsed = parseAgentMessage(JSON.stringify(report));
    expect(parsed).toMatchObject({ ok: false, code: "BAD_MESSAGE" });
    expect(JSON.stringify(parsed)).toContain("data");
    expect(JSON.stringify(parsed)).not.toContain("hunter2");
  });

  test.each(["", "null", "[]", "{}", '{"type":"desired"}', "{"])("%j is refused", (text) => {
    expect(parseAgentMessage(text)).toMatchObject({ ok: false, code: "BAD_MESSAGE" });
  });

  test.each(["nodes", "workloads", "events"])("reports of %s are known", (kind) => {
    expect(
      parseAgentMessage(JSON.stringify({ type: "report", kind, revision: 1, data: [] })).ok,
    ).toBe(true);
  });

  test("what nobody reads is no report", () => {
    const report = { type: "report", kind: "kubernetes", revision: 1, data: {} };
    expect(parseAgentMessage(JSON.stringify(report)).ok).toBe(false);
  });

  test("a layer error must carry a code of the catalogue", () => {
    const layer = {
      layerId: "l",
      name: "web",
      state: "Error",
      reason: "HelmFailed",
      message: "",
      startedAt: null,
      finishedAt: null,
      attempt: 1,
      version: "1.0.0",
      digest: "",
      releases: [],
    };
    const send = (code: string) =>
      parseAgentMessage(
        JSON.stringify({
          type: "report",
          kind: "layers",
          revision: 1,
          data: { generation: 1, layers: [{ ...layer, code }] },
        }),
      ).ok;
    expect(send("LAYER_INSTALL_FAILED")).toBe(true);
    expect(send("SOMETHING")).toBe(false);
  });
});

test("messages of the server are checked too", () => {
  expect(parseServerMessage('{"type":"retry"}').ok).toBe(true);
  expect(parseServerMessage('{"type":"welcome","protocol":1}').ok).toBe(false);
});

test("jitter stays within its bounds", () => {
  expect(jittered(1000, 0.2, 0)).toBe(800);
  expect(jittered(1000, 0.2, 0.5)).toBe(1000);
  expect(jittered(1000, 0.2, 0.999999)).toBe(1200);
});

test("pauses grow to the maximum and stay there", () => {
  const pauses = [1, 2, 3, 4, 5, 100].map((n) => backoff(n, { firstMs: 100, maxMs: 1000 }, 0.5));
  expect(pauses).toEqual([100, 200, 400, 800, 1000, 1000]);
});

test("a list is cut so that its JSON fits, counted in bytes", () => {
  const items = ["ä".repeat(10), "ä".repeat(10), "ä".repeat(10)];
  const kept = fitToLimit(items, 50);
  expect(kept).toHaveLength(2);
  expect(new TextEncoder().encode(JSON.stringify(kept)).length).toBeLessThanOrEqual(50);
});

test.each([
  ["NUL", "a\0b", "a\ufffdb"],
  ["an escape sequence", "\u001b[31mred", "\ufffd[31mred"],
  ["half of a pair", "a\ud83d", "a\ufffd"],
  ["a mark that turns the text round", "safe\u202egnp.exe", "safe\ufffdgnp.exe"],
  ["lines and tabs", "a\n\tb 🙂", "a\n\tb 🙂"],
])("%s in a text of a cluster is made printable at both ends", (_what, text, want) => {
  expect(clip(text, 50)).toBe(want);
  const parsed = parseAgentMessage(JSON.stringify({ ...hello, agentVersion: text }));
  expect(parsed).toMatchObject({ ok: true, message: { agentVersion: want } });
});

test("clipping inside a pair leaves no half of it", () => {
  expect(clip("ab🙂cd", 4)).toBe("ab\ufffd…");
});
