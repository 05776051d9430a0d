import { z } from "zod";

/** What a password must be (the platform's default policy: long beats complicated). */
export const newPassword = z
  .string()
  .min(10, "Use at least 10 characters.")
  .max(128, "Use at most 128 characters.")
  .refine((text) => new Set(text).size >= 5, "Use at least 5 different characters.");

/** First-run set-up: names the organisation and the administrator, and replaces the printed password. */
export const setUpInput = z.object({
  organisation: z.string().trim().min(1, "Enter a name for the organisation.").max(100),
  name: z.string().trim().min(1, "Enter your name.").max(100),
  email: z.email("Enter a valid email address.").max(254),
  password: newPassword,
});

/** Another password of one's own, with the proof that one knows the current one. */
export const changePasswordInput = z.object({
  current: z.string().min(1, "Enter your current password.").max(128),
  password: newPassword,
});
