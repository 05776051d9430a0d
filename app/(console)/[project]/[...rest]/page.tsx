import { notFound } from "next/navigation";
import { openProject } from "@/app/current-session";

/** Any further address below a project leads nowhere; said inside the frame. */
export default async function Page({
  params,
}: {
  params: Promise<{ project: string; rest: string[] }>;
}) {
  const { project, rest } = await params;
  await openProject(project, `/${project}/${rest.join("/")}`);
  notFound();
}
