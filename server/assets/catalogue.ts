import { readFile } from "node:fs/promises";
import path from "node:path";
import { assetCatalogueSchema, requiredGo, type AssetSpec } from "@/server/domain/assets";

/** Reads and checks `<kubernetesDir>/assets.json`. */
export async function loadCatalogue(kubernetesDir: string): Promise<AssetSpec[]> {
  const text = await readFile(path.join(kubernetesDir, "assets.json"), "utf8");
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
