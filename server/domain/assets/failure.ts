import type { AssetError, AssetErrorCode, FailedWay } from "./state";

/** Bundlers copy modules, so `instanceof` is no proof; this registered symbol is. */
const brand = Symbol.for("lamina.AssetFailure");

/** Thrown when an asset cannot be had; carries what the console shows. */
export class AssetFailure extends Error {
  readonly [brand] = true;
  override readonly name = "AssetFailure";
  readonly code: AssetErrorCode;
  readonly next: string;
  readonly ways: readonly FailedWay[];

  constructor(error: AssetError, options?: ErrorOptions) {
    super(error.message, options);
    this.code = error.code;
    this.next = error.next;
    this.ways = error.ways ?? [{ code: error.code, reason: error.message }];
  }

  /** The plain object of an asset's state. */
  toError(): AssetError {
    const { code, message, next, ways } = this;
    return { code, message, next, ways };
  }
}

/** True for an AssetFailure of any copy of this module. */
export function isAssetFailure(error: unknown): error is AssetFailure {
  return typeof error === "object" && error !== null && brand in error;
}

/** What the advice for a failure depends on: it always names the asset and always ends with a retry. */
export interface AdviceInput {
  code: AssetErrorCode;
  /** Without one the advice is for several assets. */
  asset?: { name: string; version: string };
  /** Go release the module needs, e.g. "1.26". */
  go?: string | undefined;
}

/** The next step to take for each failure, in one sentence. */
export function adviceFor({ code, asset, go = "1.26" }: AdviceInput): string {
  const what = asset ? `a ${asset.name} ${asset.version}` : "them";
  const own = `put ${what} into LAMINA_KUBE_ASSETS`;
  switch (code) {
    case "ASSET_UNKNOWN":
      return `Ask for a program and version that kubernetes/assets.json lists.`;
    case "ASSET_DOWNLOAD_UNREACHABLE":
    case "ASSET_DOWNLOAD_NOT_FOUND":
    case "ASSET_DOWNLOAD_BROKEN":
    case "ASSET_CHECKSUM_MISSING":
    case "ASSET_ARCHIVE_BROKEN":
      return `Check the connection to the release server, or ${own}, then retry.`;
    case "ASSET_CHECKSUM_MISMATCH":
      return `Check whether a proxy alters downloads, or ${own}, then retry.`;
    case "ASSET_BUILD_TOOL_MISSING":
    case "ASSET_BUILD_TOOL_OLD":
      return `Install Go ${go} or newer (https://go.dev/dl) or ${own}, then retry.`;
    case "ASSET_BUILD_MODULES_UNREACHABLE":
      return `Point GOPROXY at a Go module proxy that this machine reaches, or ${own}, then retry.`;
    case "ASSET_BUILD_FAILED":
      return `Read the compiler's message; free memory (about 3 GB) and disk if it was killed, or ${own}, then retry.`;
    case "ASSET_STORAGE":
      return `Make LAMINA_CACHE_DIR writable and free about 1 GB there, then retry.`;
    case "ASSET_STOPPED":
      return `Retry.`;
  }
}

/** A failure of one asset, with the advice for its code. */
export function assetFailure(
  code: AssetErrorCode,
  asset: { name: string; version: string },
  reason: string,
  extra: { go?: string | undefined; host?: string; cause?: unknown } = {},
): AssetFailure {
  const { host } = extra;
  const next = adviceFor({ code, asset, go: extra.go });
  const text = host === undefined ? reason : `${host} ${reason}`;
  const way: FailedWay = { code, reason, ...(host === undefined ? {} : { host }) };
  const message = `${asset.name} ${asset.version}: ${text}`;
  return new AssetFailure({ code, message, next, ways: [way] }, { cause: extra.cause });
}

/**
 * One failure out of the attempts for an asset: the last one decides the next step, unless an altered
 * download was seen, which must not get lost behind a missing compiler.
 */
export function joinFailures(failures: readonly AssetFailure[]): AssetFailure | undefined {
  const decisive = failures.find((f) => f.code === "ASSET_CHECKSUM_MISMATCH") ?? failures.at(-1);
  if (!decisive || failures.length === 1) return decisive;
  const last = failures.at(-1) ?? decisive;
  return new AssetFailure(
    {
      code: decisive.code,
      message: failures.map((f) => f.message).join(" Then "),
      next: last.next,
      ways: failures.flatMap((f) => f.ways),
    },
    { cause: last },
  );
}
