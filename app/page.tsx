import { redirect } from "next/navigation";
import { NoProject } from "@/components/access/no-project";
import { requireSession } from "@/server/api/page-caller";

/** The console's address without a path: the first project of whoever is signed in. */
export default async function Page() {
  const { projects } = await requireSession("/");
  const first = projects[0];
  if (first) redirect(`/${first.slug}`);
  return <NoProject />;
}
