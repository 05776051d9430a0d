import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { assetCatalogueSchema, requiredGo, type AssetSpec } from "@/server/domain/assets";

/** Reads and checks `<kubernetesDir>/assets.json`. Synchronous: a small file, once, at the start. */
export function loadCatalogue(kubernetesDir: string): AssetSpec[] {
  const text = readFileSync(path.join(kubernetesDir, "assets.json"), "utf8");
  return assetCatalogueSchema.parse(JSON.parse(text)).assets;
}

/** Folder of the Go module that an asset is built from. */
export function moduleDir(kubernetesDir: string, spec: AssetSpec): string {
  return path.join(kubernetesDir, "modules", spec.build.module);
}

/** The Go release that the asset's module asks for, or undefined when its go.mod cannot be read. */
export async function goForModule(
  kubernetesDir: string,
  spec: AssetSpec,
): Promise<string | undefined> {
  const goMod = await readFile(path.join(moduleDir(kubernetesDir, spec), "go.mod"), "utf8").catch(
    () => "",
  );
  return requiredGo(goMod);
}
