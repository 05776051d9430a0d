import { handleAgentPackRequest } from "@/server/api/rest/agent-packs";

export async function GET(request: Request, context: { params: Promise<{ digest: string }> }) {
  const { digest } = await context.params;
  return handleAgentPackRequest(request, decodeURIComponent(digest));
}
