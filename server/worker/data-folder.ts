import { accessSync, constants, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "@/server/domain/errors/app-error";
import { folderTrouble, makeFolder } from "@/server/platform/files/make-folder";

const { R_OK, W_OK, X_OK } = constants;

/** Makes the data folder and proves that it and what it holds can be written, or says so in one sentence. */
export function prepareDataFolder(dataDir: string): void {
  try {
    makeFolder(dataDir);
    accessSync(dataDir, W_OK | X_OK);
  } catch (cause) {
    throw notWritable(`The data folder ${dataDir}`, dataDir, cause);
  }
  for (const name of readdirSync(dataDir)) requireOurs(join(dataDir, name));
}

/** A start by another user, often root, leaves parts that this one cannot use. */
function requireOurs(part: string): void {
  try {
    accessSync(part, statSync(part).isDirectory() ? R_OK | W_OK | X_OK : R_OK | W_OK);
  } catch (cause) {
    throw notWritable(`${part} in the data folder`, part, cause);
  }
}

function notWritable(what: string, place: string, cause: unknown): AppError {
  const message = `${what} cannot be written (${folderTrouble(place, cause)}): give this user the right, or set LAMINA_DATA_DIR.`;
  return new AppError("PRECONDITION_FAILED", message, { cause });
}
