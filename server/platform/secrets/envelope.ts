import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import { AppError } from "@/server/domain/errors/app-error";

/** Where a sealed value lives. Moving a ciphertext to another place makes it unreadable. */
export interface SealedPlace {
  tenantId: string;
  table: string;
  column: string;
  row: string;
}

/** A data key of one tenant: `id` is written into each ciphertext, so that keys can rotate. */
export interface DataKey {
  id: string;
  key: Buffer;
}

const algorithm = "aes-256-gcm";
const ivBytes = 12;

/**
 * Seals text under a data key: `v1.<key id>.<iv>.<tag>.<ciphertext>` (base64url parts).
 * The place is authenticated but not stored (NIST SP 800-38D, additional authenticated data).
 */
export function seal(plain: string, dataKey: DataKey, place: SealedPlace): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, dataKey.key, iv).setAAD(placeBytes(place));
  const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  const parts = [iv, cipher.getAuthTag(), body].map((part) => part.toString("base64url"));
  return ["v1", dataKey.id, ...parts].join(".");
}

/** Opens what `seal` made. Throws INTERNAL when the key, the place or the text is another. */
export function open(sealed: string, dataKey: DataKey, place: SealedPlace): string {
  const [version, keyId, iv, tag, body] = sealed.split(".");
  if (version !== "v1" || keyId !== dataKey.id || !iv || !tag || body === undefined) {
    throw new AppError("INTERNAL", "A sealed value cannot be read: it names another key.");
  }
  try {
    const decipher = createDecipheriv(algorithm, dataKey.key, Buffer.from(iv, "base64url"))
      .setAAD(placeBytes(place))
      .setAuthTag(Buffer.from(tag, "base64url"));
    return (
      decipher.update(Buffer.from(body, "base64url"), undefined, "utf8") + decipher.final("utf8")
    );
  } catch (cause) {
    throw new AppError("INTERNAL", "A sealed value cannot be read: key or place differ.", {
      cause,
    });
  }
}

/** The id of the key a sealed text was made with. */
export function keyIdOf(sealed: string): string {
  return sealed.split(".")[1] ?? "";
}

/** A keyed hash for equality look-ups on sealed columns; the same for texts that differ in case or outer blanks. */
export function blindIndex(value: string, dataKey: DataKey): string {
  const indexKey = createHmac("sha256", dataKey.key).update("blind-index").digest();
  return createHmac("sha256", indexKey).update(value.trim().toLowerCase()).digest("base64url");
}

function placeBytes(place: SealedPlace): Buffer {
  return Buffer.from(JSON.stringify([place.tenantId, place.table, place.column, place.row]));
}
