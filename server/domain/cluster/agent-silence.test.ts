import { expect, test } from "vitest";
import { agentSilenceMs } from "./agent-silence";

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000);
const contact = { connected: false, startedAt: at(0).toISOString(), lastHeartbeatAt: null };

test.each([
  ["counts from the start while nothing has come", contact, 40_000],
  ["counts from the last heartbeat", { ...contact, lastHeartbeatAt: at(25) }, 15_000],
  ["forgets what was heard before the start", { ...contact, lastHeartbeatAt: at(-500) }, 40_000],
  ["is none while it is connected", { ...contact, connected: true }, 0],
  ["is none while it does not run", { ...contact, startedAt: null }, 0],
])("an agent's silence %s", (_, known, ms) => {
  expect(agentSilenceMs(known, at(40))).toBe(ms);
});
