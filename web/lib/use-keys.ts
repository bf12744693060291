'use client';

import { useEffect, useRef } from 'react';

/** Keys (`a`, `?`, `Enter`, or a sequence such as `g a`) and what they do. */
export type KeyMap = Readonly<Record<string, () => void>>;

const switchName = 'stock-mate-keys';
const sequenceMs = 1_200;

/** Whether single keys do anything on this device (WCAG 2.1.4 wants a way to turn them off). */
export function keysAreOn(): boolean {
  return localStorage.getItem(switchName) !== 'off';
}

/** Turns single keys on or off on this device. */
export function switchKeys(isOn: boolean): void {
  localStorage.setItem(switchName, isOn ? 'on' : 'off');
}

/** Listens for keys while the component shows; not while someone types, or a dialog is open. */
export function useKeys(map: KeyMap): void {
  const latest = useRef(map);
  useEffect(() => {
    latest.current = map;
  });
  useEffect(() => {
    let first = '';
    let firstAt = 0;
    const listen = (event: KeyboardEvent) => {
      if (isForSomethingElse(event) || !keysAreOn()) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const sequence = Date.now() - firstAt < sequenceMs ? `${first} ${key}` : key;
      const action = latest.current[sequence] ?? (sequence === key ? undefined : latest.current[key]);
      [first, firstAt] = [key, Date.now()];
      // After `g` the next letter belongs to the sequence alone.
      if (action === undefined || (sequence.startsWith('g ') && latest.current[sequence] === undefined))
        return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

function isForSomethingElse(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return true;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target.closest('input, textarea, select, [role="dialog"], [role="menu"]') !== null
  )
    return true;
  return document.querySelector('[role="dialog"]') !== null;
}
