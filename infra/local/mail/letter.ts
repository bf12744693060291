/** A mail as it was handed over. */
export type Letter = {
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly subject: string;
  readonly text: string | null;
  readonly html: string | null;
  readonly tags: Readonly<Record<string, string>>;
};

/** A mail that is kept. */
export type StoredMail = Letter & { readonly id: string; readonly sentAt: string };
