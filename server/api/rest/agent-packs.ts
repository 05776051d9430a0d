import { getDeps } from "@/server/deps";
import { packFilesForAgent } from "@/server/services/agent/desired";
import { authenticateAgent } from "@/server/services/agent/identity";

/**
 * The files of a pack for a cluster's agent: `{files: {path: base64}}`. 401 without a valid token;
 * 404 for a pack that the agent's own cluster does not use.
 */
export async function handleAgentPackRequest(request: Request, digest: string): Promise<Response> {
  const { services } = getDeps();
  const token = /^Bearer (\S{1,512})$/.exec(request.headers.get("authorization") ?? "")?.[1];
  const identity = token ? await authenticateAgent(services, token) : null;
  if (!identity) return refusal(401, "Send the agent's token as bearer token.");
  const files = await packFilesForAgent(services, identity, digest);
  if (!files) return refusal(404, "This cluster uses no pack with that digest.");
  return Response.json({ files });
}

function refusal(status: number, message: string): Response {
  return Response.json({ error: { message } }, { status });
}
