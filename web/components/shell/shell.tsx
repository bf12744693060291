'use client';

import { AppShell, Burger, NavLink } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Notifications } from '@mantine/notifications';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import type { ReactNode } from 'react';

import { DecisionTray } from '#web/components/decision/decision-tray.tsx';
import { DecisionsProvider } from '#web/components/decision/decisions.tsx';
import { Icon } from '#web/components/parts/icon.tsx';
import { useI18n } from '#web/lib/i18n.tsx';
import { useHydrated } from '#web/lib/use-hydrated.ts';
import { usePendingApprovals } from '#web/lib/use-pending-approvals.ts';
import { useKeys } from '#web/lib/use-keys.ts';
import { MeProvider, type SignedIn } from '#web/lib/use-me.tsx';
import { ServerNowProvider } from '#web/lib/use-now.ts';

import { KeyHelp } from './key-help.tsx';
import { placeName, places } from './places.ts';
import { SessionEnded } from './session-ended.tsx';
import { UserMenu } from './user-menu.tsx';

type Props = {
  readonly signedIn: SignedIn;
  readonly now: number;
  readonly mailboxUrl: string | null;
  readonly children: ReactNode;
};

/** The frame of every signed-in page: top bar, navigation, keys, and what follows from decisions. */
export function Shell({ signedIn, now, mailboxUrl, children }: Props) {
  return (
    <MeProvider value={signedIn}>
      <ServerNowProvider value={now}>
        <DecisionsProvider>
          <Frame mailboxUrl={mailboxUrl}>{children}</Frame>
          <DecisionTray />
        </DecisionsProvider>
        <Notifications position="bottom-left" />
      </ServerNowProvider>
    </MeProvider>
  );
}

function Frame({ mailboxUrl, children }: Pick<Props, 'mailboxUrl' | 'children'>) {
  const { t } = useI18n();
  const [isOpen, { toggle, close }] = useDisclosure();
  const [isHelpOpen, help] = useDisclosure();
  const router = useRouter();
  useKeys({
    '?': help.open,
    ...Object.fromEntries(places.map(({ letter, href }) => [`g ${letter}`, () => router.push(href)])),
  });
  return (
    <AppShell
      header={{ height: 48 }}
      navbar={{ width: 196, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
    >
      <a className="skip" href="#content">
        {t.app.skip}
      </a>
      <AppShell.Header
        style={{
          display: 'flex',
          alignItems: 'center',
          gap: 12,
          paddingInline: 16,
          background: 'var(--sm-panel)',
        }}
      >
        <Burger
          opened={isOpen}
          onClick={toggle}
          hiddenFrom="sm"
          size="sm"
          aria-label={t.app.openNavigation}
        />
        <Link
          href="/approvals"
          style={{
            fontWeight: 700,
            fontSize: '1.0625rem',
            whiteSpace: 'nowrap',
            color: 'inherit',
            textDecoration: 'none',
          }}
        >
          {t.app.name}
        </Link>
        <UserMenu mailboxUrl={mailboxUrl} onKeys={help.open} />
      </AppShell.Header>
      <AppShell.Navbar p={8} aria-label={t.app.mainNavigation} style={{ background: 'var(--sm-panel)' }}>
        <Places onGo={close} />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <SessionEnded />
        {children}
      </AppShell.Main>
      <KeyHelp isOpen={isHelpOpen} onClose={help.close} />
    </AppShell>
  );
}

function Places({ onGo }: { readonly onGo: () => void }) {
  const { t, f } = useI18n();
  const path = usePathname();
  const { data } = usePendingApprovals();
  // A page below reads the same list on the server: the count waits until both agree.
  const waiting = useHydrated() ? (data?.items.length ?? 0) : 0;
  return places.map((place) => {
    const isHere = path === place.href || path.startsWith(`${place.href}/`);
    return (
      <NavLink
        key={place.href}
        component={Link}
        href={place.href}
        prefetch={false}
        active={isHere}
        aria-current={isHere ? 'page' : undefined}
        label={placeName(place, t)}
        leftSection={<Icon name={place.icon} />}
        onClick={onGo}
        rightSection={
          place.name === 'approvals' && waiting > 0 ? (
            <span className="tag num">
              {f.number(waiting)}
              {data?.nextCursor === null ? '' : '+'}
              <span className="hidden"> {t.nav.waiting(waiting)}</span>
            </span>
          ) : null
        }
      />
    );
  });
}
