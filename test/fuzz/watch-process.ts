/** Tells of what nobody caught, which would have ended the laptop cloud, until `stop`. */
export function watchProcess(told: (problem: string) => void): { stop: () => void } {
  const listen = (error: unknown) =>
    told(
      `Nobody caught: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  process.on('uncaughtException', listen);
  process.on('unhandledRejection', listen);
  return {
    stop: () => {
      process.off('uncaughtException', listen);
      process.off('unhandledRejection', listen);
    },
  };
}
