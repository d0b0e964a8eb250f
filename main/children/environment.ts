/** What a child may know of its parent's environment: language, temp folder, certificates, proxy. No key. */
const passedOn = [
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'NODE_USE_ENV_PROXY',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
] as const;

/** The explicit, small environment of every child. */
export function childEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const result: Record<string, string> = {
    NODE_ENV: 'production',
    CLERK_TELEMETRY_DISABLED: '1',
  };
  for (const name of passedOn) {
    const value = env[name];
    if (value !== undefined) result[name] = value;
  }
  return result;
}
