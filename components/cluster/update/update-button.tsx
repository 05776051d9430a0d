"use client";

import { CircleArrowUp } from "lucide-react";
import type { ComponentProps } from "react";
import { useMayUpdate } from "@/components/cluster/update/use-may-update";
import { useOpenUpdate } from "@/components/cluster/update/update-host";
import { Button } from "@/components/ui/button";

/** The button that moves the page's cluster to another version of its profile; absent where nobody may. */
export function UpdateButton({ size }: Pick<ComponentProps<typeof Button>, "size">) {
  const open = useOpenUpdate();
  if (!useMayUpdate()) return null;
  return (
    <Button size={size} icon={<CircleArrowUp />} onClick={open}>
      Update
    </Button>
  );
}
