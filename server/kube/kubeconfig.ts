import { renderBlock } from "@/server/domain/yaml/render";

/** What a kubeconfig needs; certificates and key are PEM and end up inside it. */
export interface KubeconfigInput {
  /** Shown by kubectl: `demo` gives the context `admin@demo`. */
  clusterName: string;
  userName: string;
  server: string;
  ca: string;
  cert: string;
  key: string;
}

/** The text of a kubeconfig that works anywhere: it refers to no file. */
export function kubeconfigText(input: KubeconfigInput): string {
  const context = `${input.userName}@${input.clusterName}`;
  const base64 = (text: string) => Buffer.from(text, "utf8").toString("base64");
  const config = renderBlock({
    apiVersion: "v1",
    kind: "Config",
    "current-context": context,
    clusters: [
      {
        name: input.clusterName,
        cluster: { server: input.server, "certificate-authority-data": base64(input.ca) },
      },
    ],
    users: [
      {
        name: input.userName,
        user: {
          "client-certificate-data": base64(input.cert),
          "client-key-data": base64(input.key),
        },
      },
    ],
    contexts: [{ name: context, context: { cluster: input.clusterName, user: input.userName } }],
  });
  return `${config}\n`;
}
