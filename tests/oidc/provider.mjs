// An outside identity provider, unmodified, in which whoever types a name is that person.
import Provider from 'oidc-provider';

/** Serves it at a port of this machine; `redirect` is where it sends browsers back to. */
export async function serve(port, redirect) {
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'otop', client_secret: 'a secret: with % signs', redirect_uris: [redirect] }],
    pkce: { required: () => true },
    findAccount: async (_, accountId) => ({ accountId, claims: async () => ({ sub: accountId }) }),
  });
  return new Promise((resolve) => {
    const server = provider.listen(port, '127.0.0.1', () => resolve(server));
  });
}
