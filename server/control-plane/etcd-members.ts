import https from "node:https";
import { z } from "zod";
import { KubeError } from "@/server/kube/errors";
import { etcdUrl } from "./flags/etcd";
import type { ClusterPki } from "./pki";

const memberSchema = z.object({
  ID: z.string(),
  /** Empty until the member has started. */
  name: z.string().default(""),
  peerURLs: z.array(z.string()).default([]),
  clientURLs: z.array(z.string()).default([]),
  isLearner: z.boolean().default(false),
});
/** One member of an etcd cluster, as etcd tells it. */
export type EtcdMember = z.infer<typeof memberSchema>;
const answerSchema = z.object({ members: z.array(memberSchema).default([]) });

/** Changes the members of an etcd cluster through one that runs. */
export interface EtcdMembership {
  list(): Promise<EtcdMember[]>;
  /** As a learner: it takes no part in votes, so one that never starts harms nobody. */
  addLearner(peerUrl: string): Promise<EtcdMember[]>;
  /** False while the learner has not caught up. */
  promote(id: string): Promise<boolean>;
  remove(id: string): Promise<void>;
}

const TIMEOUT_MS = 10_000;

/** Talks to etcd's JSON gateway on this client port. */
export function etcdMembership(clientPort: number, pki: ClusterPki): EtcdMembership {
  const call = (path: string, body: object) => post(etcdUrl(clientPort) + path, body, pki);
  return {
    list: async () => answerSchema.parse(await call("/v3/cluster/member/list", {})).members,
    addLearner: async (peerUrl) => {
      const body = { peerURLs: [peerUrl], isLearner: true };
      return answerSchema.parse(await call("/v3/cluster/member/add", body)).members;
    },
    promote: async (id) => {
      try {
        await call("/v3/cluster/member/promote", { ID: id });
        return true;
      } catch (error) {
        if (error instanceof EtcdError && /in sync|not a learner/i.test(error.message)) {
          return /not a learner/i.test(error.message);
        }
        throw error;
      }
    },
    remove: async (id) => {
      try {
        await call("/v3/cluster/member/remove", { ID: id });
      } catch (error) {
        if (!(error instanceof EtcdError && /not found/i.test(error.message))) throw error;
      }
    },
  };
}

class EtcdError extends Error {}

function post(url: string, body: object, pki: ClusterPki): Promise<unknown> {
  const text = JSON.stringify(body);
  const { promise, resolve, reject } = deferred<unknown>();
  const request = https.request(url, {
    method: "POST",
    agent: false,
    timeout: TIMEOUT_MS,
    ca: pki.etcdCa.cert,
    cert: pki.etcdClient.cert,
    key: pki.etcdClient.key,
    headers: { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) },
  });
  request.once("timeout", () => request.destroy(new Error("etcd does not answer")));
  request.once("error", (cause) => {
    const text = `etcd at ${new URL(url).host} cannot be reached: ${cause.message}`;
    reject(new KubeError("UNREACHABLE", text, { cause }));
  });
  request.once("response", (response) => {
    let answer = "";
    response.on("data", (chunk: Buffer) => (answer += chunk.toString("utf8")));
    response.once("error", reject);
    response.once("end", () => {
      if ((response.statusCode ?? 500) >= 300)
        reject(new EtcdError(`etcd: ${answer.slice(0, 300)}`));
      else resolve(JSON.parse(answer));
    });
  });
  request.end(text);
  return promise;
}

function deferred<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
