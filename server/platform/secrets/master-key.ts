import { AppError } from "@/server/domain/errors/app-error";
import type { DataKey } from "./envelope";
import { readOrMakeSecret } from "./secret-file";

/** The key that wraps every tenant's data key. Losing its file loses all sealed data. */
export function loadMasterKey(file: string): DataKey {
  const key = Buffer.from(readOrMakeSecret(file), "base64");
  if (key.length !== 32) {
    throw new AppError("PRECONDITION_FAILED", `${file} is no 32-byte key: restore it from backup.`);
  }
  return { id: "master", key };
}
