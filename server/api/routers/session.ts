import { mutationOf, queryOf, router } from "@/server/api/trpc";
import { changePassword } from "@/server/services/auth/change-password";
import { getSession } from "@/server/services/tenancy/session-view";
import { setUp } from "@/server/services/tenancy/set-up";

export const sessionRouter = router({
  get: queryOf(getSession),
  setUp: mutationOf(setUp),
  changePassword: mutationOf(changePassword),
});
