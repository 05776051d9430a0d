import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ReportMessage } from "@/server/domain/agent/messages";
import { ReportSender, type ReportSource } from "./sender";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(up = true) {
  const sent: ReportMessage[] = [];
  const state = { generation: 1 as number | undefined, up };
  const source: ReportSource = {
    everyMs: 1000,
    read: () =>
      state.generation === undefined
        ? undefined
        : {
            kind: "layers",
            data: { generation: state.generation, layers: [] },
          },
  };
  const sender = new ReportSender(new Map([["layers" as const, source]]), (message) => {
    if (state.up) sent.push(message);
    return state.up;
  });
  return { sent, state, sender };
}

test("the first change goes at once, those that follow go together", () => {
  const { sent, state, sender } = setUp();
  sender.changed("layers");
  vi.advanceTimersByTime(0);
  expect(sent).toHaveLength(1);
  for (const generation of [2, 3, 4]) {
    state.generation = generation;
    sender.changed("layers");
  }
  vi.advanceTimersByTime(999);
  expect(sent).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(sent).toHaveLength(2);
  expect(sent[1]).toMatchObject({ revision: 2, data: { generation: 4 } });
});

test("nothing new is not sent; a new connection gets it anew", () => {
  const { sent, sender } = setUp();
  sender.changed("layers");
  vi.advanceTimersByTime(5000);
  sender.changed("layers");
  vi.advanceTimersByTime(5000);
  expect(sent).toHaveLength(1);
  sender.restart();
  vi.advanceTimersByTime(0);
  expect(sent).toHaveLength(2);
});

test("what could not be sent counts as not sent; what is not known is not sent", () => {
  const { sent, state, sender } = setUp(false);
  sender.changed("layers");
  vi.advanceTimersByTime(0);
  state.up = true;
  state.generation = undefined;
  sender.restart();
  vi.advanceTimersByTime(0);
  expect(sent).toHaveLength(0);
  state.generation = 1;
  sender.changed("layers");
  vi.advanceTimersByTime(0);
  expect(sent).toHaveLength(1);
});
