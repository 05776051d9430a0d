import { z } from "zod";

/** One prefix per kind of object, so an id tells what it names. */
export const idPrefixes = {
  tenant: "tnt",
  tenantKey: "key",
  systemKey: "sky",
  user: "usr",
  project: "prj",
  role: "rol",
  roleAssignment: "ras",
  session: "ses",
  registry: "reg",
  pack: "pck",
  profile: "prf",
  profileVersion: "prv",
  layer: "lyr",
  cluster: "cls",
  operation: "opr",
  operationStep: "ops",
  agent: "agt",
  audit: "aud",
  event: "evt",
} as const;
export type IdKind = keyof typeof idPrefixes;

const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/**
 * A new id such as `cls_` + 16 characters of base58 (93 bits).
 * Random bytes come from the Web Crypto API, which Node and browsers both have.
 */
export function newId(kind: IdKind): string {
  let text = "";
  while (text.length < 16) {
    for (const byte of crypto.getRandomValues(new Uint8Array(24))) {
      // 232 = 4 * 58: a byte at or above it would favour the first letters.
      if (byte < 232 && text.length < 16) text += alphabet[byte % 58];
    }
  }
  return `${idPrefixes[kind]}_${text}`;
}

/** The zod shape of an id of this kind. */
export function idSchema(kind: IdKind) {
  return z
    .string()
    .regex(new RegExp(`^${idPrefixes[kind]}_[1-9A-HJ-NP-Za-km-z]{16}$`), `Not a ${kind} id.`);
}
