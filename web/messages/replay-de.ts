import type { replayEn } from './replay-en.ts';

/** Words of the page that shows a decision as it was known then, in German. */
export const replayDe: typeof replayEn = {
  title: 'Stand von damals',
  heading: (number) => `${number}: Stand von damals`,
  link: 'Stand von damals',
  back: 'Zurück zur Freigabe',
  intact:
    'Unverändert: Die gespeicherten Zahlen ergeben den Hash, der bei der Anfrage der Entscheidung festgehalten wurde.',
  broken:
    'Nicht unverändert: Was gespeichert ist, ist nicht, was bei der Anfrage der Entscheidung geschrieben wurde.',
  breaches: {
    facts: 'Die gespeicherten Zahlen ergeben einen anderen Hash.',
    log: 'Im Ereignisprotokoll steht ein anderer Hash.',
    value: 'Der Wert ist nicht der der Zeilen.',
    factSheet: 'Das Faktenblatt ist nicht das, auf dem der Rat beruht.',
  },
  hash: 'Hash',
  atThen: 'Damals',
  atNow: 'Jetzt',
  thenHint: (time) => `angefragt ${time}`,
  nowHint: (time) => `Zahlen von ${time}, als wäre diese Bestellung nicht unterwegs`,
  line: (line, product) => `Zeile ${line}: ${product}`,
  ordered: (quantity, unit) => `In der Bestellung: ${quantity} ${unit}`,
  recommended: (quantity, unit) => `Empfohlen: ${quantity} ${unit}`,
  nothing: 'Die Regeln verlangen keine Bestellung.',
  policy: (version) => `Bestandsregel Version ${version}`,
  equal: 'Die heutigen Regeln ergeben aus den Zahlen von damals dasselbe.',
  notEqual: 'Die heutigen Regeln ergeben aus den Zahlen von damals etwas anderes:',
  same: 'Dasselbe, was damals empfohlen wurde.',
  differs: 'Nicht, was damals empfohlen wurde.',
  because: {
    proposedByPerson:
      'Diese Zeile hat eine Person vorgeschlagen: Es gibt keine Empfehlung, die neu zu berechnen wäre.',
    factsUnreadable:
      'Die Zahlen der Empfehlung stammen aus einer älteren Version und lassen sich nicht neu berechnen.',
    noStockRecord: 'Für das Produkt wird an diesem Ort kein Bestand mehr geführt.',
  },
  changed: 'Was sich seither geändert hat',
  unchanged: 'Nichts, worauf die Empfehlung beruht, hat sich geändert.',
  decisions: 'Was entschieden wurde',
  undecided: 'Noch hat niemand entschieden.',
  unknownEvent: 'Etwas anderes geschah',
  onBehalfOf: (name) => `für ${name}`,
  reason: (why) => `Grund: ${why}`,
  note: (note) => `Anmerkung: ${note}`,
  movedBefore: 'Die Zahlen hatten sich seit der Anfrage geändert, und die Person hatte die neuen gesehen.',
  until: (day) => `bis ${day}`,
  changedTo: (line, quantity) => `Zeile ${line}: ${quantity}`,
};
