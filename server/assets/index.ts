export { loadCatalogue } from "./catalogue";
export { createAssetManager, type AssetManager, type AssetManagerOptions } from "./manager";
export { assetDir, assetPath, assetSettings, type AssetSettings } from "./settings";
export { silentLog, type AssetLog } from "./types";
