/** Amazon SES, or whatever speaks its protocol. Only importer of its client. */
import { BadRequestException, MessageRejected, SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';

import type { Mail } from '#shared/domain/mail/compose.ts';
import type { WorkflowErrorName } from '#shared/contracts/errors.ts';

/** A mail to one address. `id` is the same whenever the same mail is sent again. */
type Letter = { readonly to: string; readonly id: string; readonly kind: string; readonly mail: Mail };

/** Hands a letter over; `refused` is about this address, anything else that fails is thrown. */
export type SendLetter = (
  letter: Letter,
) => Promise<{ readonly kind: 'sent' } | { readonly kind: 'refused'; readonly reason: string }>;

/** The mail did not go out, and that had nothing to do with its address; the state may be tried again. */
class MailUnavailable extends Error {
  override readonly name = 'MailUnavailable' satisfies WorkflowErrorName;
}

/** Makes the sender; SDK settings come from the environment. */
export function openSes(from: string): SendLetter {
  const ses = new SESv2Client({ requestHandler: { connectionTimeout: 2000, requestTimeout: 5000 } });
  return async ({ to, id, kind, mail }) => {
    try {
      await ses.send(
        new SendEmailCommand({
          FromEmailAddress: from,
          Destination: { ToAddresses: [to] },
          Content: {
            Simple: {
              Subject: { Data: mail.subject, Charset: 'UTF-8' },
              Body: {
                Text: { Data: mail.text, Charset: 'UTF-8' },
                Html: { Data: mail.html, Charset: 'UTF-8' },
              },
            },
          },
          EmailTags: [
            { Name: 'kind', Value: kind },
            { Name: 'idempotency-id', Value: id },
          ],
        }),
      );
      return { kind: 'sent' };
    } catch (error) {
      if (error instanceof BadRequestException || error instanceof MessageRejected)
        return { kind: 'refused', reason: error.message };
      throw new MailUnavailable('SES did not take the mail; the task may be tried again', { cause: error });
    }
  };
}
