/** Words of the mails about approvals, in English and German. */
import type { ApprovalMailKind } from '#shared/contracts/workflows/notifier.ts';

import type { MailLocale } from './compose.ts';

/** How one language says that an order waits; numbers, amounts and days come formatted. */
type Words = {
  /** The tag that numbers and days follow. */
  readonly tag: string;
  readonly subject: Readonly<Record<ApprovalMailKind, (number: string, about: string) => string>>;
  readonly first: Readonly<Record<ApprovalMailKind, string>>;
  readonly order: string;
  readonly supplier: string;
  readonly value: string;
  readonly why: string;
  readonly position: (name: string, position: string, reorderPoint: string | null) => string;
  readonly more: (count: string, isOne: boolean) => string;
  readonly decideBy: string;
  readonly openUntil: string;
  readonly grants: string;
  readonly given: (given: string, needed: string) => string;
  readonly open: string;
  readonly note: string;
};

const en: Words = {
  tag: 'en-GB',
  subject: {
    'approval-requested': (number, about) => `${number} waits for a decision: ${about}`,
    'approval-reminder': (number, about) => `Reminder: ${number} still waits: ${about}`,
    'approval-escalated': (number, about) => `Nobody has decided on ${number}: ${about}`,
  },
  first: {
    'approval-requested': 'A purchase order waits for a decision, and you may approve it.',
    'approval-reminder': 'This purchase order still waits for a decision, and you may approve it.',
    'approval-escalated':
      'Nobody has decided on this purchase order for long, so the admins and everybody who may approve it are told.',
  },
  order: 'Order',
  supplier: 'Supplier',
  value: 'Value',
  why: 'Why',
  position: (name, position, reorderPoint) =>
    reorderPoint === null
      ? `${name}: inventory position ${position}`
      : `${name}: inventory position ${position}, reorder point ${reorderPoint}`,
  more: (count, isOne) => `and ${count} more ${isOne ? 'line' : 'lines'}`,
  decideBy: 'Decide by',
  openUntil: 'Open until',
  grants: 'Approvals',
  given: (given, needed) => `${given} of ${needed} given`,
  open: 'Open the approval',
  note: 'The link opens the page after you have signed in; opening it decides nothing.',
};

const de: Words = {
  tag: 'de-DE',
  subject: {
    'approval-requested': (number, about) => `${number} wartet auf eine Entscheidung: ${about}`,
    'approval-reminder': (number, about) => `Erinnerung: ${number} wartet noch: ${about}`,
    'approval-escalated': (number, about) => `Über ${number} hat niemand entschieden: ${about}`,
  },
  first: {
    'approval-requested': 'Eine Bestellung wartet auf eine Entscheidung, und Sie dürfen sie freigeben.',
    'approval-reminder': 'Diese Bestellung wartet noch auf eine Entscheidung, und Sie dürfen sie freigeben.',
    'approval-escalated':
      'Über diese Bestellung hat lange niemand entschieden; darum erfahren es die Admins und alle, die sie freigeben dürfen.',
  },
  order: 'Bestellung',
  supplier: 'Lieferant',
  value: 'Wert',
  why: 'Warum',
  position: (name, position, reorderPoint) =>
    reorderPoint === null
      ? `${name}: Dispobestand ${position}`
      : `${name}: Dispobestand ${position}, Meldebestand ${reorderPoint}`,
  more: (count, isOne) => `und ${count} weitere ${isOne ? 'Position' : 'Positionen'}`,
  decideBy: 'Entscheiden bis',
  openUntil: 'Offen bis',
  grants: 'Freigaben',
  given: (given, needed) => `${given} von ${needed} erteilt`,
  open: 'Freigabe öffnen',
  note: 'Der Link öffnet die Seite nach der Anmeldung; das Öffnen entscheidet nichts.',
};

/** The words of each language. */
export const approvalMailWords: Readonly<Record<MailLocale, Words>> = { en, de };
