"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { DropdownMenu, MenuRadioGroup } from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";

const themes = [
  { value: "system", label: "System", icon: <Monitor /> },
  { value: "light", label: "Light", icon: <Sun /> },
  { value: "dark", label: "Dark", icon: <Moon /> },
] as const;

type ThemeName = (typeof themes)[number]["value"];

/** Chooses the theme. The icon follows by CSS, so server and browser draw the same. */
export function ThemeSwitch() {
  const { theme, setTheme } = useTheme();
  const current: ThemeName = theme === "light" || theme === "dark" ? theme : "system";
  const icon = (
    <>
      <Sun className="dark:hidden" />
      <Moon className="hidden dark:block" />
    </>
  );
  return (
    <DropdownMenu trigger={<IconButton label="Theme" icon={icon} tooltipSide="bottom" />}>
      <MenuRadioGroup<ThemeName> value={current} onValueChange={setTheme} options={themes} />
    </DropdownMenu>
  );
}
