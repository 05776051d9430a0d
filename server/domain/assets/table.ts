import { failureGroups } from "./failure-groups";
import { progressPercent, type AssetState } from "./state";

const BAR = 20;

/** The lines of the terminal's progress table, one per asset. */
export function assetTable(states: readonly AssetState[], width = 100): string[] {
  const nameWidth = Math.max(0, ...states.map((s) => label(s).length));
  return states.map((s) =>
    clip(`${mark(s)} ${label(s).padEnd(nameWidth)}  ${s.state.padEnd(11)} ${detail(s)}`, width),
  );
}

/** What to read at the end for the assets that failed: what happened, and the next step, once for all alike. */
export function assetFailureLines(states: readonly AssetState[]): string[] {
  return failureGroups(states).flatMap(({ code, text, next }) => [
    `${code}  ${text}`,
    `  Next: ${next}`,
  ]);
}

/**
 * Something that changes only when there is news worth a line in a log: the phase, the tenth of the work,
 * and what it waits for.
 */
export function assetMilestone(state: AssetState): string {
  const percent = progressPercent(state.progress);
  const waitsFor = state.state === "resolving" ? (state.progress?.line ?? "") : "";
  return `${state.state} ${percent === undefined ? waitsFor : Math.floor(percent / 10)}`;
}

/** True when a state is not worth a line: it is only being looked at. */
export function isQuiet({ state, progress }: AssetState): boolean {
  return state === "resolving" && progress === undefined;
}

function label(state: AssetState): string {
  return `${state.name} ${state.version}`;
}

function mark(state: AssetState): string {
  if (state.state === "ready") return "✓";
  return state.state === "failed" ? "✗" : "·";
}

function detail(state: AssetState): string {
  if (state.state === "ready") return `${state.source ?? ""}  ${state.path ?? ""}`;
  if (state.error) return state.error.code;
  if (!state.progress) return "";
  const percent = progressPercent(state.progress);
  if (percent === undefined) return state.progress.line;
  const full = Math.round((percent / 100) * BAR);
  return `${"█".repeat(full)}${"░".repeat(BAR - full)} ${String(percent).padStart(3)} %  ${state.progress.line}`;
}

function clip(line: string, width: number): string {
  return line.length <= width ? line : `${line.slice(0, Math.max(0, width - 1))}…`;
}
