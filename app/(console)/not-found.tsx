import { ButtonLink } from "@/components/ui/button";
import { NotFoundState } from "@/components/ui/not-found-state";

/** An address that leads nowhere, or to what this person may not see; the frame stays. */
export default function NotFound() {
  return <NotFoundState headingLevel={1} action={<ButtonLink href="/">Go to Home</ButtonLink>} />;
}
