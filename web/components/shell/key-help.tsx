'use client';

import { Kbd, Modal, Switch } from '@mantine/core';
import { useState } from 'react';

import { useI18n } from '#web/lib/i18n.tsx';
import { keysAreOn, switchKeys } from '#web/lib/use-keys.ts';
import type { Messages } from '#web/messages/en.ts';

import { placeName, places } from './places.ts';

/** All keys on one page, and the switch that turns them off. */
export function KeyHelp({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { t } = useI18n();
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t.keys.title}
      closeButtonProps={{ 'aria-label': t.app.close }}
    >
      <KeySwitch />
      {groups(t).map(({ title, keys }) => (
        <section key={title} style={{ marginTop: 16 }}>
          <h2>{title}</h2>
          <dl style={{ display: 'grid', gridTemplateColumns: '96px 1fr', gap: '6px 12px', marginTop: 6 }}>
            {keys.map(([combination, meaning]) => (
              <div key={combination} style={{ display: 'contents' }}>
                <dt>
                  {combination.split(' ').map((key) => (
                    <Kbd key={key} mr={4}>
                      {key}
                    </Kbd>
                  ))}
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Modal>
  );
}

function KeySwitch() {
  const { t } = useI18n();
  const [isOn, setIsOn] = useState(keysAreOn);
  const change = (wanted: boolean) => {
    switchKeys(wanted);
    setIsOn(wanted);
  };
  return (
    <Switch
      label={t.keys.on}
      description={t.keys.onHint}
      checked={isOn}
      onChange={(event) => change(event.currentTarget.checked)}
    />
  );
}

function groups(
  t: Messages,
): readonly { readonly title: string; readonly keys: readonly (readonly [string, string])[] }[] {
  const { keys, decision } = t;
  return [
    {
      title: keys.everywhere,
      keys: [
        ['?', keys.help],
        ...places.map((place) => [`G ${place.letter.toUpperCase()}`, keys.go(placeName(place, t))] as const),
        ['Z', keys.undo],
      ],
    },
    {
      title: keys.lists,
      keys: [
        ['J K', keys.move],
        ['Enter', keys.open],
        ['/', keys.search],
      ],
    },
    {
      title: keys.decision,
      keys: [
        ['A', decision.approve('').trim()],
        ['E', decision.amend],
        ['P', decision.postpone],
        ['R', decision.reject],
        ['J K', keys.neighbours],
        ['Esc', keys.back],
      ],
    },
  ];
}
