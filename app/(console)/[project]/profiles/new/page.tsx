import { redirect } from "next/navigation";

/** The address of "build a profile": the list with its dialog open. */
export default async function Page({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  redirect(`/${project}/profiles?new=empty`);
}
