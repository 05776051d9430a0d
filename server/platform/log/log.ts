import pino from "pino";

/** Keys whose values never reach a log line, wherever they stand. */
const secretKeys = [
  "password",
  "token",
  "secret",
  "authorization",
  "cookie",
  "kubeconfig",
  "values",
  "databaseUrl",
];

/** The one logger type; child loggers add keys such as requestId, tenantId, clusterId. */
export type Log = pino.Logger;

/**
 * The console's log: everything of the level into the file, and what somebody should look at (warnings
 * and worse) on the terminal as well.
 */
export function createConsoleLog(level: string, fileDescriptor: number): Log {
  const file = { level, stream: pino.destination({ dest: fileDescriptor, sync: false }) };
  const terminal = { level: "warn", stream: pino.destination({ dest: 2, sync: false }) };
  return createLog(level, pino.multistream([file, terminal] as pino.StreamEntry[]));
}

/** A JSON logger on standard error (standard output is for the person who started us). */
export function createLog(level: string, destination?: pino.DestinationStream): Log {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: "***" },
    formatters: { level: (label) => ({ level: label }) },
  };
  return pino(options, destination ?? pino.destination({ dest: 2, sync: false }));
}
