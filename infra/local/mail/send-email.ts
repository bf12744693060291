/**
 * The SendEmail operation of SES v2, for simple content.
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
import * as v from 'valibot';
import { toEml } from './eml.ts';
import type { Letter } from './letter.ts';
import { addressFault } from './address.ts';
import type { MailStore } from './store.ts';

/** A request that SES answers with an error of this type. */
export class SesError extends Error {
  override readonly name = 'SesError';
  readonly type: string;
  readonly status: number;

  constructor(type: string, message: string, status = 400) {
    super(message);
    this.type = type;
    this.status = status;
  }
}

/** Most bytes of a message, encoded. https://docs.aws.amazon.com/ses/latest/dg/quotas.html */
export const maxMessageBytes = 40 * 1024 * 1024;

const Addresses = v.nullish(v.array(v.string()), []);
const Text = v.nullish(
  v.pipe(
    v.object({ Data: v.string() }),
    v.transform(({ Data }) => Data),
  ),
  null,
);
const Request = v.object({
  FromEmailAddress: v.nullish(v.string(), ''),
  Destination: v.nullish(
    v.object({ ToAddresses: Addresses, CcAddresses: Addresses, BccAddresses: Addresses }),
    {},
  ),
  Content: v.object({
    Simple: v.nullish(
      v.object({ Subject: v.object({ Data: v.string() }), Body: v.object({ Text, Html: Text }) }),
    ),
  }),
  EmailTags: v.nullish(v.array(v.object({ Name: v.string(), Value: v.string() })), []),
});

const mostRecipients = 50;
const mostRemembered = 500;

/** Takes requests for one store; a letter with an `idempotency-id` seen lately is not kept again. */
export function createSendEmail(store: MailStore): (body: string) => Promise<{ readonly MessageId: string }> {
  const lately = new Map<string, Promise<string>>();

  async function keep(letter: Letter): Promise<string> {
    return (await store.save(letter)).id;
  }

  async function keepOnce(id: string, letter: Letter): Promise<string> {
    const known = lately.get(id);
    if (known !== undefined) return await known;
    const keeping = keep(letter);
    lately.set(id, keeping);
    const [oldest] = lately.keys();
    if (lately.size > mostRemembered && oldest !== undefined) lately.delete(oldest);
    try {
      return await keeping;
    } catch (error) {
      lately.delete(id);
      throw error;
    }
  }

  return async (body) => {
    const letter = readLetter(body);
    const id = letter.tags['idempotency-id'];
    return { MessageId: await (id === undefined ? keep(letter) : keepOnce(id, letter)) };
  };
}

function readLetter(body: string): Letter {
  const { FromEmailAddress: from, Destination, Content, EmailTags } = parseRequest(body);
  const { Simple: simple } = Content;
  if (simple === undefined || simple === null)
    throw badRequest('Raw and templated content is not kept on one machine: send Content.Simple.');
  const letter: Letter = {
    from,
    to: Destination.ToAddresses,
    cc: Destination.CcAddresses,
    bcc: Destination.BccAddresses,
    subject: simple.Subject.Data,
    text: simple.Body.Text,
    html: simple.Body.Html,
    tags: Object.fromEntries(EmailTags.map(({ Name, Value }) => [Name, Value])),
  };
  check(letter);
  return letter;
}

function parseRequest(body: string): v.InferOutput<typeof Request> {
  try {
    return v.parse(Request, JSON.parse(body));
  } catch (error) {
    const reason = error instanceof v.ValiError ? error.message : 'the body is no JSON';
    throw new SesError('BadRequestException', `Invalid request: ${reason}`);
  }
}

function check(letter: Letter): void {
  const { from, to, cc, bcc, text, html, tags } = letter;
  if (from === '') throw badRequest('The FromEmailAddress is missing.');
  const recipients = [...to, ...cc, ...bcc];
  if (recipients.length === 0) throw badRequest('The Destination names no recipient.');
  if (recipients.length > mostRecipients) throw badRequest(`Recipient count exceeds ${mostRecipients}.`);
  const fault = [from, ...recipients].map(addressFault).find((found) => found !== undefined);
  if (fault !== undefined) throw badRequest(fault);
  if (text === null && html === null) throw badRequest('The Body has neither Text nor Html.');
  const wrongTag = Object.entries(tags)
    .flat()
    .find((word) => !/^[\w-]{1,255}$/.test(word));
  if (wrongTag !== undefined)
    throw badRequest(`Invalid tag <${wrongTag}>: only ASCII letters, digits, '_' and '-' are allowed.`);
  const bytes = Buffer.byteLength(toEml({ ...letter, id: '', sentAt: new Date(0).toISOString() }));
  if (bytes > maxMessageBytes)
    throw badRequest(`Message length is more than ${maxMessageBytes} bytes long: '${bytes}'.`);
}

function badRequest(message: string): SesError {
  return new SesError('BadRequestException', message);
}
