import { OrgDomainWrite } from '../../../../shared/contract/http.ts';

/** How people of a domain come in, in words. */
export const enrollmentModes = [
  {
    value: 'manual_invitation',
    label: 'By invitation only',
    note: 'The domain only shows that the address belongs to the organization.',
  },
  {
    value: 'automatic_invitation',
    label: 'Join by themselves',
    note: 'Whoever signs up with such an address finds an invitation and joins by accepting it.',
  },
  {
    value: 'automatic_suggestion',
    label: 'Ask to join',
    note: 'Whoever signs up with such an address may ask; an admin accepts.',
  },
] as const;

export const modeName = (mode: string): string =>
  enrollmentModes.find(({ value }) => value === mode)?.label ?? mode;

/** What is wrong with a domain's name; null when it can be added. */
export function domainProblem(name: string): string | null {
  if (name === '') return null;
  return OrgDomainWrite.shape.name.safeParse(name).success
    ? null
    : 'A domain like example.com, without https:// and without an address.';
}
