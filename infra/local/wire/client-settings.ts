import { dummyCredentials, region } from '#infra/local/arns.ts';

type Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string };

/** What every AWS client of the runtime itself is made with. */
export type ClientSettings = {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: Credentials;
};

/** Settings of a client for the stand-in, or whatever else speaks the protocol, at the given address. */
export function clientSettings(
  endpoint: string,
  credentials: Credentials = dummyCredentials,
): ClientSettings {
  return { region, endpoint, credentials };
}
