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
