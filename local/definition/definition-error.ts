/** The definition, or the settings behind it, ask for something that cannot run: the user's to mend. */
export class DefinitionError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DefinitionError';
  }
}
