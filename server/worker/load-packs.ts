import { messageOf } from "@/server/domain/errors/app-error";
import { parsePack } from "@/server/domain/pack/parse-pack";
import type { Log } from "@/server/platform/log/log";
import { bundledRegistry, type LoadedPack } from "@/server/services/pack/sync-bundled";
import { readPackFolders } from "@/packs/read-packs";

/** Reads the packs that come with Lamina. One that cannot be read is left out and logged. */
export async function loadBundledPacks(folder: string, log: Log): Promise<LoadedPack[]> {
  const loaded: LoadedPack[] = [];
  for (const { name, files } of await readPackFolders(folder)) {
    try {
      const parsed = await parsePack(files, { registry: bundledRegistry });
      if (!parsed.ok) {
        log.error({ pack: name, problem: parsed.problems[0]?.message }, "bundled pack refused");
        continue;
      }
      loaded.push({ pack: parsed.pack, files: inBase64(files) });
    } catch (error) {
      log.error({ pack: name, problem: messageOf(error) }, "bundled pack unreadable");
    }
  }
  return loaded;
}

function inBase64(files: Readonly<Record<string, string | Uint8Array>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([path, content]) => [
      path,
      Buffer.from(content as Uint8Array).toString("base64"),
    ]),
  );
}
