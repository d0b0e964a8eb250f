/** Sites that texts of the console and Clerk's components point at. Subdomains count. */
const sites = ['clerk.com'];

/**
 * The address to hand to the user's browser, or null when it may not be opened: https only, a listed site, no
 * credentials, the default port. The parsed address is handed on, never the page's own string.
 */
export function openableLink(url: string): string | null {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.protocol !== 'https:' || parsed.port !== '') return null;
  if (parsed.username !== '' || parsed.password !== '') return null;
  const listed = sites.some(
    (site) => parsed.hostname === site || parsed.hostname.endsWith(`.${site}`),
  );
  return listed ? parsed.href : null;
}
