import { handleApiRequest } from "@/server/api/handler";

export { handleApiRequest as GET, handleApiRequest as POST };
