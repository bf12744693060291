import { describe, expect, it } from 'vitest';

import { approvalMailKinds, type WaitingApproval } from '#shared/contracts/workflows/notifier.ts';

import { approvalMail } from './approval-mail.ts';

const approval: WaitingApproval = {
  approvalId: '0199a0a0-0000-7000-8000-000000000001',
  number: 'PO-1042',
  supplierName: 'Acme',
  lineCount: 3,
  lead: { sku: 'FC-10', productName: 'Filter cartridge', inventoryPosition: 214, reorderPoint: 286 },
  decideBy: '2026-11-25',
  value: { amountMinor: 168_000, currency: 'EUR' },
  requiredCount: 2,
  grantedCount: 1,
  expiresAt: '2026-11-29T07:55:00Z',
  tenantName: 'Demo Ltd',
  timeZone: 'Europe/Berlin',
};
const appUrl = 'https://app.example';

describe('a mail about an approval', () => {
  it('carries number, supplier, value, why, when and where', () => {
    const { subject, text } = approvalMail('approval-requested', { approval, locale: 'en' }, appUrl);
    expect(subject).toBe('PO-1042 waits for a decision: Acme, €1,680.00');
    expect(text).toBe(`A purchase order waits for a decision, and you may approve it.

- PO-1042; Supplier: Acme; Value: €1,680.00; Why: Filter cartridge (FC-10): inventory position 214, reorder point 286, and 2 more lines

Decide by: Wednesday, 25 November 2026; Open until: Sunday, 29 November 2026 at 08:55 (Europe/Berlin); Approvals: 1 of 2 given

Open the approval: https://app.example/approvals/0199a0a0-0000-7000-8000-000000000001

The link opens the page after you have signed in; opening it decides nothing.

Demo Ltd
`);
  });

  it.each(approvalMailKinds)('says in German too what it is about: %s', (kind) => {
    const { subject, html } = approvalMail(kind, { approval, locale: 'de' }, appUrl);
    expect(subject).toMatch(/PO-1042.*Acme, 1\.680,00/);
    expect(html).toContain('<html lang="de">');
    expect(html).not.toMatch(/undefined|null|NaN/);
  });

  it('holds one link, and nothing in it but the id', () => {
    for (const kind of approvalMailKinds) {
      const { text, html } = approvalMail(kind, { approval, locale: 'en' }, appUrl);
      expect(text.match(/https?:\S+/g)).toEqual([`${appUrl}/approvals/${approval.approvalId}`]);
      expect(html.match(/href="[^"]*"/g)).toEqual([`href="${appUrl}/approvals/${approval.approvalId}"`]);
    }
  });

  it('says less where less is known', () => {
    const bare = { ...approval, lead: null, decideBy: null, requiredCount: 1 };
    const { text } = approvalMail('approval-reminder', { approval: bare, locale: 'en' }, appUrl);
    expect(text).not.toMatch(/Decide by|Approvals|null/);
  });
});
