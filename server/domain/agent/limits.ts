/** The version both ends speak. A server refuses an agent of another one and says so. */
export const agentProtocol = 1;

/** Where an agent connects and where it fetches pack content from. */
export const agentConnectPath = "/api/agent/connect";
export const agentPackPath = "/api/agent/packs";

/** No message of either side may be larger; the socket is closed with 1009 when one is. */
export const maxMessageBytes = 1024 * 1024;

/** Reports are cut below the limit so that the envelope always fits. */
export const maxReportBytes = 900 * 1024;

/** Why the server closed the connection (WebSocket close codes 4000 to 4999 are free for applications). */
export const closeCodes = {
  badMessage: 4400,
  wrongIdentity: 4403,
  helloTimeout: 4408,
  replaced: 4409,
  unsupportedProtocol: 4426,
  tooManyMessages: 4429,
  serverStopping: 4503,
} as const;
export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes];

/** The code inside a `refused` message; the text beside it is for people. */
export const refusalCodes = [
  "BAD_MESSAGE",
  "WRONG_IDENTITY",
  "HELLO_EXPECTED",
  "REPLACED",
  "UNSUPPORTED_PROTOCOL",
  "TOO_MANY_MESSAGES",
  "SERVER_STOPPING",
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** A desired state carries values and manifests of all layers, so the agent accepts more than the server does. */
export const maxDesiredBytes = 64 * 1024 * 1024;
