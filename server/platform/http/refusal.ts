import type { IncomingMessage, ServerResponse } from "node:http";

/** Why a request goes no further. */
export interface Refusal {
  status: number;
  /** For whoever reads the answer: what is wrong and how to do it right. */
  message: string;
}

/** Looks at a request before anything of its body is read; null lets it pass. */
export type RequestCheck = (request: IncomingMessage) => Refusal | null;

/** Answers with the refusal. Node throws away what still arrives of the body. */
export function refuse(response: ServerResponse, { status, message }: Refusal): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ error: { message } }));
}
