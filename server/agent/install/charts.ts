import { createHash } from "node:crypto";
import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ReleaseChart } from "@/server/domain/profile/types";
import { LayerFailure } from "@/server/agent/helm/failure";
import type { Helm } from "@/server/agent/helm/helm";
import { inside, type PackClient } from "@/server/agent/link/pack-client";

/** Brings the chart of a release to this machine. */
export class Charts {
  readonly #helm: Helm;
  readonly #packs: Pick<PackClient, "folderOf">;
  readonly #folder: string;

  constructor(helm: Helm, packs: Pick<PackClient, "folderOf">, folder: string) {
    this.#helm = helm;
    this.#packs = packs;
    this.#folder = join(folder, "charts");
  }

  /** The archive or folder that Helm can install. */
  async pathOf(chart: ReleaseChart): Promise<string> {
    if (chart.source === "upstream") return this.#helm.pull(chart);
    if (chart.source === "generated") return this.#write(chart.files);
    const path = inside(await this.#packs.folderOf(chart.packDigest), chart.path);
    if (await exists(path)) return path;
    throw new LayerFailure(
      "LAYER_INSTALL_FAILED",
      "ChartMissing",
      `The pack does not hold the chart ${chart.name} at ${chart.path}.`,
    );
  }

  async #write(files: Readonly<Record<string, string>>): Promise<string> {
    const text = JSON.stringify(Object.entries(files).sort());
    const name = createHash("sha256").update(text).digest("hex").slice(0, 32);
    const target = join(this.#folder, `generated-${name}`);
    if (await exists(target)) return target;
    const part = `${target}.part-${process.pid}`;
    await rm(part, { recursive: true, force: true });
    for (const [path, content] of Object.entries(files)) {
      const file = inside(part, path);
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await writeFile(file, content, { mode: 0o600 });
    }
    await rename(part, target);
    return target;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
