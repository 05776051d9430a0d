/** Alive: the process answers. What else is wrong stands on the System page. */
export function GET(): Response {
  return Response.json({ status: "ok" });
}
