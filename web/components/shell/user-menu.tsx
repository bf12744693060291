'use client';

import { Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import Link from 'next/link';
import { useRouter } from 'next/navigation';

import { Icon } from '#web/components/parts/icon.tsx';
import { densityCookie, type Density } from '#web/lib/density.ts';
import { useI18n } from '#web/lib/i18n.tsx';
import { localeCookie, type Locale } from '#web/lib/locales.ts';
import { useMe } from '#web/lib/use-me.tsx';

const schemes = ['light', 'dark', 'auto'] as const;
const densities = ['comfortable', 'compact'] as const;
const languages = ['en', 'de'] as const;
const yearSeconds = 365 * 24 * 60 * 60;

type Props = { readonly mailboxUrl: string | null; readonly onKeys: () => void };

/** Who is signed in, with which role, in which workspace; looks, language and signing out. */
export function UserMenu({ mailboxUrl, onKeys }: Props) {
  const { t, f, locale } = useI18n();
  const { membership, memberships, may } = useMe();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const router = useRouter();
  const { role, displayName, tenantName, approvalLimitMinor, currency } = membership;
  const limit =
    approvalLimitMinor >= Number.MAX_SAFE_INTEGER
      ? t.user.noLimit
      : t.user.limit(f.roundMoney(approvalLimitMinor, currency));
  const setLocale = (chosen: Locale) => {
    setCookie(localeCookie, chosen);
    router.refresh();
  };
  return (
    <>
      <span className="tag wide">{tenantName}</span>
      <Menu position="bottom-end" width={264} shadow="md">
        <Menu.Target>
          <UnstyledButton
            style={{ marginInlineStart: 'auto', display: 'flex', gap: 8, alignItems: 'center' }}
          >
            <span className="small wide" style={{ textAlign: 'end', lineHeight: 1.25 }}>
              <strong>{displayName}</strong>
              <br />
              <span className="quiet">{t.roles[role]}</span>
            </span>
            <span className="hidden">{t.user.menu}</span>
            <Icon name="person" size={22} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {t.roles[role]}
            {role === 'viewer' ? '' : `, ${limit}`}
          </Menu.Label>
          {memberships.length > 1 ? <Menu.Label>{t.user.workspace}</Menu.Label> : null}
          {memberships.length > 1
            ? memberships.map(({ tenantId, tenantName: name }) => (
                <Choice
                  key={tenantId}
                  isChosen={tenantId === membership.tenantId}
                  label={name}
                  onChoose={() => void chooseWorkspace(tenantId)}
                />
              ))
            : null}
          <Menu.Divider />
          <Menu.Label>{t.user.appearance}</Menu.Label>
          {schemes.map((scheme) => (
            <Choice
              key={scheme}
              isChosen={scheme === colorScheme}
              label={t.user.scheme[scheme]}
              onChoose={() => setColorScheme(scheme)}
            />
          ))}
          <Menu.Label>{t.user.density}</Menu.Label>
          {densities.map((density) => (
            <Choice key={density} label={t.user.densities[density]} onChoose={() => setDensity(density)} />
          ))}
          <Menu.Label>{t.app.language}</Menu.Label>
          {languages.map((language) => (
            <Choice
              key={language}
              isChosen={language === locale}
              label={t.app.languages[language]}
              onChoose={() => setLocale(language)}
            />
          ))}
          <Menu.Divider />
          {mailboxUrl === null ? null : (
            <Menu.Item component="a" href={mailboxUrl} target="_blank" rel="noreferrer">
              {t.user.mails}
            </Menu.Item>
          )}
          {may('approver') ? (
            <Menu.Item component={Link} href="/settings/approvals">
              {t.user.approvals}
            </Menu.Item>
          ) : null}
          <Menu.Item onClick={onKeys}>{t.user.keys}</Menu.Item>
          <Menu.Item onClick={() => void signOut()}>{t.user.signOut}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

function Choice(props: {
  readonly isChosen?: boolean;
  readonly label: string;
  readonly onChoose: () => void;
}) {
  return (
    <Menu.Item
      onClick={props.onChoose}
      aria-current={props.isChosen === true ? 'true' : undefined}
      rightSection={props.isChosen === true ? <Icon name="check" size={14} /> : null}
    >
      {props.label}
    </Menu.Item>
  );
}

function setDensity(density: Density): void {
  setCookie(densityCookie, density);
  document.documentElement.dataset['density'] = density;
}

function setCookie(name: string, value: string): void {
  document.cookie = `${name}=${value}; path=/; max-age=${yearSeconds}; samesite=lax`;
}

async function chooseWorkspace(tenantId: string): Promise<void> {
  await postJson('/auth/workspace', { tenantId });
  // Everything on the page belongs to the other workspace.
  window.location.assign('/approvals');
}

async function signOut(): Promise<void> {
  const answer = await postJson('/auth/logout', {});
  // Our own route answers with this one field.
  const { location } = (await answer.json()) as { readonly location: string };
  window.location.assign(location);
}

async function postJson(path: string, body: unknown): Promise<Response> {
  return await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
