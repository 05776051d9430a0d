import { handleAgentPackRequest } from "@/server/api/rest/agent-packs";
import { decodePercent } from "@/server/domain/text/percent";

export async function GET(request: Request, context: { params: Promise<{ digest: string }> }) {
  const { digest } = await context.params;
  return handleAgentPackRequest(request, decodePercent(digest));
}
