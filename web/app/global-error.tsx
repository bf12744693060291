'use client';

/** What shows when even the frame could not be made; it can rely on nothing, not even on the reader's language. */
export default function GlobalError({ error }: { readonly error: Error & { readonly digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <main>
          <h1>Stock-Mate could not show this page</h1>
          <p>Nothing was changed. Load the page again; if it keeps failing, tell your administrator.</p>
          <p>Request {error.digest ?? 'without a number'}</p>
        </main>
      </body>
    </html>
  );
}
