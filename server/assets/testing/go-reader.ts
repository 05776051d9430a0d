import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { runGo } from "@/server/assets/go-command";

/** What became of one text: JSON with every digit that Go kept, or why it was refused. */
export interface GoReading {
  json?: string | undefined;
  error?: string | undefined;
}

const answer = z.object({ json: z.string().optional(), error: z.string().optional() });

/** Reads texts with sigs.k8s.io/yaml, the reader of Kubernetes and Helm. */
export type GoReader = (texts: readonly string[]) => Promise<GoReading[]>;

/** Builds kubernetes/modules/yaml-reader into a file and returns its use. */
export async function buildGoReader(program: string): Promise<GoReader> {
  const lines: string[] = [];
  const built = await runGo({
    command: "go",
    args: ["build", "-buildvcs=false", "-mod=readonly", "-trimpath", "-o", program, "."],
    cwd: "kubernetes/modules/yaml-reader",
    onLine: (line) => lines.push(line),
  });
  if (built.code !== 0) throw new Error(`The Go reader cannot be built: ${lines.join("\n")}`);
  return async (texts) => {
    const child = spawn(program, { stdio: ["pipe", "pipe", "inherit"] });
    child.stdin.end(texts.map((input) => JSON.stringify(input)).join("\n"));
    const output = (await text(child.stdout)).trim().split("\n");
    return output.map((line) => answer.parse(JSON.parse(line)));
  };
}
