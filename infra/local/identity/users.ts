/** The people who can sign in on this machine; what each may do is decided by their membership, not here. */

export type DemoUser = {
  /** Subject of every token, sign-in name and password alike. */
  readonly sub: string;
  readonly name: string;
  readonly email: string;
  /** What the button on the sign-in page says the user is for. */
  readonly purpose: string;
};

/** The four demo users of design: one per role. */
export const demoUsers: readonly DemoUser[] = [
  demoUser('viewer', 'Vera Viewer', 'reads, without costs'),
  demoUser('operator', 'Otto Operator', 'proposes, receives, decides small orders'),
  demoUser('approver', 'Ada Approver', 'decides orders up to a limit of their own'),
  demoUser('admin', 'Ansel Admin', 'manages members and policies'),
];

/** The demo user of that name, or undefined. */
export function findDemoUser(sub: string | undefined): DemoUser | undefined {
  return demoUsers.find((user) => user.sub === sub);
}

/** The demo user whose name and password these are, or undefined; the password of a demo user is its name. */
export function verifyDemoUser(name: string | undefined, password: string | undefined): DemoUser | undefined {
  return password === name ? findDemoUser(name) : undefined;
}

function demoUser(sub: string, name: string, purpose: string): DemoUser {
  return { sub, name, email: `${sub}@stock-mate.example`, purpose };
}
