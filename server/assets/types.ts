/** The part of a logger that assets use; pino fits. */
export interface AssetLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** Logs nothing. */
export const silentLog: AssetLog = { info: () => undefined, warn: () => undefined };
