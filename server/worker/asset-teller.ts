import { failureKey, type AssetState } from "@/server/domain/assets";

/**
 * Tells the terminal what is prepared: a line when a long act begins, at each quarter of it, when it
 * ends, what it waits for, and when it fails with the next step. What is simply there is not worth a line.
 */
export class AssetTeller {
  /** Asset → what was told of it last. */
  private readonly told = new Map<string, string>();
  /** Kinds of failure → how many programs failed so. */
  private readonly failures = new Map<string, number>();

  constructor(private readonly write: (line: string) => void) {}

  tell(state: AssetState): void {
    const key = `${state.name} ${state.version}`;
    const line = lineOf(state, this.told.has(key));
    if (line === null || this.told.get(key) === line) return;
    this.told.set(key, line);
    const text = state.error ? this.failureLine(failureKey(state.error), line) : line;
    if (text !== null) this.write(`  ${text}`);
  }

  /** Programs that fail alike are told of once, and that there are more. */
  private failureLine(kind: string, line: string): string | null {
    const before = this.failures.get(kind) ?? 0;
    this.failures.set(kind, before + 1);
    if (before > 1) return null;
    return before === 0 ? line : "Other programs failed for the same reason: see System.";
  }
}

function lineOf(state: AssetState, begun: boolean): string | null {
  const name = `${state.name} ${state.version}`;
  switch (state.state) {
    case "resolving":
      return state.progress ? `${name}: ${state.progress.line}` : null;
    case "downloading":
      return `${name}: downloading${quarterOf(state)}`;
    case "building":
      return `${name}: building from source${quarterOf(state)}`;
    case "ready":
      return begun ? `${name}: ready` : null;
    case "failed":
      return `${state.error?.message ?? `${name}: failed.`} ${state.error?.next ?? ""}`.trim();
    default:
      return null;
  }
}

function quarterOf({ progress }: AssetState): string {
  if (!progress || progress.total === 0) return "";
  const quarter = Math.floor((progress.done * 4) / progress.total) * 25;
  return quarter > 0 && quarter < 100 ? `, ${quarter} %` : "";
}
