import { formatDuration } from "@/components/ui/format-time";
import type { OperationStep, StepState } from "@/server/domain/operation/types";

/** What the demo was asked to do. */
export interface DemoOptions {
  name: string;
  remove: boolean;
  help: boolean;
  timeoutMs: number;
}

export const demoHelp = `Deploys a sample cluster through the console's API, or removes it.

  npm run demo                      1 control plane + 3 workers + the layers of the sample profile
  npm run demo -- --name other      under another name
  npm run demo -- --timeout 900     give up after so many seconds (default 600, building programs not counted)
  npm run demo -- --delete          removes the cluster and waits until it is gone

It talks to the console at LAMINA_URL, or at localhost:PORT (default 3000). When none answers there, it
starts one for as long as it needs it. Credentials: LAMINA_ADMIN_EMAIL and LAMINA_ADMIN_PASSWORD, or the
first login kept in the data folder. Exit code 0 when everything is Running and
Ready (or removed), 1 otherwise.
`;

/** Reads the command line; throws with a sentence about the first word that makes no sense. */
export function parseDemoOptions(words: readonly string[]): DemoOptions {
  const options: DemoOptions = { name: "demo", remove: false, help: false, timeoutMs: 600_000 };
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--") continue;
    if (word === "--help" || word === "-h") options.help = true;
    else if (word === "--delete") options.remove = true;
    else if (word === "--name") options.name = valueOf(word, rest.shift());
    else if (word === "--timeout") options.timeoutMs = secondsOf(valueOf(word, rest.shift()));
    else throw new Error(`Unknown argument ${word}. See npm run demo -- --help`);
  }
  return options;
}

function valueOf(flag: string, value: string | undefined): string {
  if (!value || value.startsWith("--")) throw new Error(`${flag} needs a value.`);
  return value;
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0)) throw new Error(`--timeout needs a number of seconds, not ${text}.`);
  return seconds * 1000;
}

const marks: Record<StepState, string> = {
  Waiting: "·",
  Running: "…",
  Succeeded: "✓",
  Failed: "✗",
  Skipped: "-",
};

/** True when a step's change is worth a line: that it still waits for an earlier step is not. */
export function isNews(step: OperationStep): boolean {
  return step.state !== "Waiting";
}

/** One line of the live progress. */
export function stepLine(step: OperationStep, sinceMs: number): string {
  const seconds = `${(sinceMs / 1000).toFixed(1)} s`.padStart(8);
  const detail =
    step.state === "Failed"
      ? `${step.code ?? step.reason}: ${step.message}`
      : step.state === "Succeeded"
        ? ""
        : step.waitingFor
          ? `waiting: ${step.waitingFor}`
          : step.message || step.reason;
  return `${seconds}  ${marks[step.state]} ${step.title}${detail ? `  (${detail})` : ""}`;
}

/** The timeline as a table: one row per step. */
export function timelineTable(steps: readonly OperationStep[]): string {
  const rows = steps.map((step) => [
    step.title,
    step.state + (step.attempt > 1 ? ` (attempt ${step.attempt})` : ""),
    step.startedAt?.slice(11, 19) ?? "",
    step.startedAt && step.finishedAt
      ? formatDuration(Date.parse(step.finishedAt) - Date.parse(step.startedAt))
      : "",
  ]);
  return textTable(["STEP", "STATE", "STARTED", "DURATION"], rows);
}

/** Columns as wide as their widest cell, as kubectl prints them. */
export function textTable(header: readonly string[], rows: readonly string[][]): string {
  const all = [header, ...rows];
  const widths = header.map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("   ")
        .trimEnd(),
    )
    .join("\n");
}
