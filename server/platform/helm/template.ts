import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, normalize, sep } from "node:path";
import { run } from "@/server/platform/process/run-program";
import { Slots } from "@/server/platform/slots/slots";
import { cleanHelmMessage } from "./helm-message";

/** A release to render without a cluster. */
export interface TemplateOrder {
  /** The program. */
  helm: string;
  releaseName: string;
  namespace: string;
  /** Files by relative path, among them the chart. */
  files: Readonly<Record<string, string | Uint8Array>>;
  /** The chart's folder or archive among the files; `.` for all of them. */
  chart: string;
  values: unknown;
  /** What the chart sees as the cluster's version; Helm's own without it. */
  kubernetesVersion: string | null;
}

/** What Helm wrote, or why it did not. */
export type TemplateResult =
  | { ok: true; text: string }
  | { ok: false; message: string; timedOut: boolean };

const timeoutMs = 10_000;
// Rendering is computing: more at once would only take memory from what runs beside it.
const slots = new Slots(2);

/** Renders a release with the real Helm as a child process; hooks are in the text, tests are not. */
export function helmTemplate(order: TemplateOrder): Promise<TemplateResult> {
  return slots.run({ priority: 0 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), "lamina-render-"));
    try {
      return await renderIn(folder, order);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

async function renderIn(folder: string, order: TemplateOrder): Promise<TemplateResult> {
  const files = join(folder, "work", "files");
  for (const [path, content] of Object.entries(order.files)) {
    const file = inside(files, path);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, content, { mode: 0o600 });
  }
  const values = join(folder, "work", "values.json");
  // JSON is YAML; so no value can change its type on the way.
  await writeFile(values, JSON.stringify(order.values), { mode: 0o600 });
  const chart = order.chart === "." ? files : inside(files, order.chart);
  const args = ["template", order.releaseName, chart, "--namespace", order.namespace];
  args.push("--values", values, "--include-crds", "--skip-tests");
  if (order.kubernetesVersion !== null) args.push("--kube-version", order.kubernetesVersion);
  const result = await run({ command: order.helm, args, env: environment(folder), timeoutMs });
  if (result.timedOut) return { ok: false, message: "it took longer than 10 s.", timedOut: true };
  if (result.code !== 0) return failed(cleanHelmMessage(result.stderr));
  if (result.truncated) return failed("it makes more than 8 MiB of text.");
  return { ok: true, text: result.stdout };
}

const failed = (message: string): TemplateResult => ({ ok: false, message, timedOut: false });

/** Nothing of this process's own settings, and no cluster. */
function environment(folder: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? "",
    HOME: folder,
    TMPDIR: folder,
    KUBECONFIG: join(folder, "no-cluster"),
    GOMEMLIMIT: "256MiB",
  };
}

function inside(folder: string, path: string): string {
  const file = normalize(join(folder, path));
  if (file.startsWith(folder + sep) && !path.includes("\0")) return file;
  throw new Error("A path leads out of the chart.");
}
