/** How a command ends that does not succeed. */

/** The command was called in a way that cannot work: exit code 2. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse';
}

/** The command was understood and could not be carried out: exit code 1. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}
