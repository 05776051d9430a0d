import { handleAuthRequest } from "@/server/auth/handler";

export { handleAuthRequest as GET, handleAuthRequest as POST };
