/** Roles and permissions a rule names, by their `org:` prefix. */
const namesIn = (rule: string): readonly string[] => rule.match(/\borg:[\w:.-]*\w/g) ?? [];

/** Whether somebody with this role and these permissions has a chance against a rule as the backend words it. */
export function mayPass(
  rule: string,
  role: string | null,
  permissions: readonly string[],
  inOrganization: boolean,
): boolean {
  if (!inOrganization && rule.includes('personal account')) return true;
  const names = namesIn(rule);
  return names.length === 0 || names.some((name) => name === role || permissions.includes(name));
}
