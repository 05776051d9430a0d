import { accessSync, constants, mkdirSync } from "node:fs";
import { AppError, messageOf } from "@/server/domain/errors/app-error";

/** Makes the data folder and proves that it can be written, or says so in one sentence. */
export function prepareDataFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (cause) {
    const message = `The data folder ${dataDir} cannot be written (${messageOf(cause)}): give this user the right, or set LAMINA_DATA_DIR.`;
    throw new AppError("PRECONDITION_FAILED", message, { cause });
  }
}
