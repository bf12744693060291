import { dummyCredentials, region } from '#infra/local/arns.ts';

/** What every AWS client of the runtime itself is made with. */
export type ClientSettings = {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
};

/** Settings of a client for the stand-in, or whatever else speaks the protocol, at the given address. */
export function clientSettings(endpoint: string): ClientSettings {
  return { region, endpoint, credentials: dummyCredentials };
}
