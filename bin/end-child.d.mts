import type { ChildProcess } from "node:child_process";

export function endsChild(
  child: ChildProcess,
  graceMs: number,
): (signal: NodeJS.Signals) => boolean;
