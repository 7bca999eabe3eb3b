import type { HttpRequest } from './exchange';
import { ServiceError } from './service-error';
import type { Credential } from './read-credential';
import type { ServiceRoute } from './service-route';

/** The service that a request is for: by its X-Amz-Target, else by the name it was signed for. */
export function findRoute(
  request: HttpRequest,
  credential: Credential | undefined,
  routes: readonly ServiceRoute[],
): ServiceRoute {
  const target = request.headers['x-amz-target'];
  const found =
    target === undefined
      ? routes.find(
          ({ protocol, signingNames }) =>
            isSignedFor(signingNames, credential) && protocol !== 'json',
        )
      : routes.find(({ targetPrefix }) => targetPrefix === target.slice(0, target.indexOf('.')));
  if (found !== undefined) return found;
  if (credential === undefined && target === undefined) {
    throw new ServiceError(
      'MissingAuthenticationToken',
      'Request is missing Authentication Token',
      { status: 403 },
    );
  }
  const asked = target ?? credential?.signingName ?? '';
  throw new ServiceError(
    'NotImplementedException',
    `${asked} is not supported by the laptop cloud; docs/differences-from-aws.md lists the services that are.`,
    { status: 501 },
  );
}

function isSignedFor(signingNames: readonly string[], credential: Credential | undefined): boolean {
  return credential !== undefined && signingNames.includes(credential.signingName);
}
