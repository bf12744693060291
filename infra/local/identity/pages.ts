import { createHash } from 'node:crypto';
import { demoUsers } from './users.ts';

/** The plain HTML pages of the local identity; they need no script and no other file. */

const style = `
:root { color-scheme: light dark; --ink: #1c2733; --paper: #f6f7f9; --card: #fff; --line: #7b8794; --accent: #0b5cad; --on-accent: #fff; --bad: #b42318; --quiet: #4b5866; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ecf1; --paper: #12171d; --card: #1b222b; --line: #8794a3; --accent: #6cb2ff; --on-accent: #08131f; --bad: #ff9b8f; --quiet: #b3bfcc; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 2rem 1rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 26rem; margin: 0 auto; padding: 1.5rem; background: var(--card); border-radius: 0.75rem; }
h1 { margin: 0 0 0.5rem; font-size: 1.5rem; line-height: 1.2; }
h2 { margin: 1.5rem 0 0.5rem; font-size: 1.05rem; }
p { margin: 0.5rem 0; color: var(--quiet); }
a { color: var(--accent); }
button, input { width: 100%; min-height: 2.75rem; font: inherit; border-radius: 0.5rem; }
button { border: 0; padding: 0.5rem 0.75rem; background: var(--accent); color: var(--on-accent); font-weight: 600; cursor: pointer; }
.users button { display: block; margin-top: 0.5rem; text-align: left; background: transparent; color: var(--ink); border: 1px solid var(--line); }
.users small { display: block; font-weight: 400; color: var(--quiet); }
input { padding: 0.5rem 0.75rem; border: 1px solid var(--line); background: var(--card); color: var(--ink); }
label { display: block; margin-top: 0.75rem; font-weight: 600; }
form button { margin-top: 1rem; }
button:focus-visible, input:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.error { padding: 0.75rem; border: 1px solid var(--bad); border-radius: 0.5rem; color: var(--bad); font-weight: 600; }
`;

/** Source expression that allows the style element of these pages, and no other, in a content security policy. */
export const styleSource = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/** The sign-in page: a button per demo user, and a name and password form. */
export function signInPage(options: {
  readonly action: string;
  readonly failedName?: string | undefined;
}): string {
  const { failedName } = options;
  const failed = failedName !== undefined;
  const action = escapeHtml(options.action);
  const buttons = demoUsers.map(
    (user) =>
      `<button type="submit" name="user" value="${escapeHtml(user.sub)}">${escapeHtml(user.name)} <small>${escapeHtml(user.purpose)}</small></button>`,
  );
  return page(
    'Sign in',
    `<p>This is the identity of this machine, for trying Stock-Mate out. It listens on this machine only, and its four users are known to everybody.</p>
${failed ? '<p class="error" role="alert" id="error">Name or password is wrong. The password of a demo user is its name.</p>' : ''}
<h2>Continue as</h2>
<form method="post" action="${action}" class="users">
${buttons.join('\n')}
</form>
<h2>Or sign in by name</h2>
<form method="post" action="${action}">
<label for="name">Name</label>
<input id="name" name="name" value="${escapeHtml(failedName ?? '')}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="200" required${failed ? ' aria-invalid="true" aria-describedby="error"' : ''}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="200" required${failed ? ' aria-invalid="true" aria-describedby="error"' : ''}>
<button type="submit">Sign in</button>
</form>`,
  );
}

/** A page that says one thing and leads back to the web app. */
export function noticePage(options: {
  readonly title: string;
  readonly text: string;
  readonly webUrl: string;
}): string {
  return page(
    options.title,
    `<p>${escapeHtml(options.text)}</p>\n<p><a href="${escapeHtml(options.webUrl)}/">Go to Stock-Mate</a></p>`,
  );
}

/** The page that asks before signing out; `form` is the provider's own hidden form `op.logoutForm`. */
export function signOutPage(form: string): string {
  return page(
    'Sign out?',
    `<p>You are about to sign out of the identity of this machine.</p>
${form}
<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>`,
  );
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Stock-Mate</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
