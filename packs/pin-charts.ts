import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { UpstreamChart } from "@/server/agent/helm/helm";
import { messageOf } from "@/server/domain/errors/app-error";
import { readPackFolders } from "./read-packs";

/** What became of one upstream chart of a pack. Only `pinned` changed the pack. */
export interface Pin {
  pack: string;
  chart: string;
  outcome: "pinned" | "as pinned" | "not pinned" | "differs" | "not fetched";
  /** The digest of the archive that the repository serves now. */
  found?: string;
  /** Why it was not fetched, or what the pack says instead. */
  detail?: string;
}

export interface PinOptions {
  /** Fetches a chart, whatever its digest, and returns the path of the archive. */
  pull: (chart: UpstreamChart) => Promise<string>;
  /** Look only; a missing digest is then `not pinned`. */
  check?: boolean;
  /** Folders of packs; none = all. */
  only?: readonly string[];
  onPin?: (pin: Pin) => void;
}

const packJson = z.object({
  upstreamCharts: z
    .array(
      z.object({
        name: z.string(),
        repository: z.string(),
        version: z.string(),
        digest: z.string().optional(),
      }),
    )
    .optional(),
});

/**
 * Fetches every upstream chart of the packs below `root` and writes its digest where none stands. A digest
 * that stands is never overwritten: that somebody replaced a published archive is for people to judge.
 */
export async function pinCharts(root: string, options: PinOptions): Promise<Pin[]> {
  const pins: Pin[] = [];
  for (const { name: pack } of await readPackFolders(root)) {
    if (options.only && options.only.length > 0 && !options.only.includes(pack)) continue;
    const file = join(root, pack, "pack.json");
    const { upstreamCharts = [] } = packJson.parse(JSON.parse(await readFile(file, "utf8")));
    for (const [index, chart] of upstreamCharts.entries()) {
      const pin = {
        pack,
        chart: `${chart.name} ${chart.version}`,
        ...(await look(chart, options)),
      };
      if (pin.outcome === "pinned") await writeDigest(file, index, pin.found);
      pins.push(pin);
      options.onPin?.(pin);
    }
  }
  return pins;
}

/** The rest of the file, with the order of its keys, stays as it is. */
async function writeDigest(file: string, index: number, digest: string | undefined): Promise<void> {
  const json: { upstreamCharts: object[] } = JSON.parse(await readFile(file, "utf8"));
  json.upstreamCharts[index] = { ...json.upstreamCharts[index], digest };
  await writeFile(file, `${JSON.stringify(json, null, 2)}\n`);
}

async function look(
  { name, repository, version, digest }: UpstreamChart,
  { pull, check = false }: PinOptions,
): Promise<Pick<Pin, "outcome" | "found" | "detail">> {
  let archive: Buffer;
  try {
    archive = await readFile(await pull({ name, repository, version }));
  } catch (error) {
    return { outcome: "not fetched", detail: messageOf(error) };
  }
  const found = `sha256:${createHash("sha256").update(archive).digest("hex")}`;
  if (digest === undefined) return { outcome: check ? "not pinned" : "pinned", found };
  if (digest === found) return { outcome: "as pinned", found };
  return { outcome: "differs", found, detail: `The pack says ${digest}.` };
}
