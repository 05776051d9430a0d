import { handleWorkerRequest } from "@/server/api/rest/worker";

export { handleWorkerRequest as POST };
