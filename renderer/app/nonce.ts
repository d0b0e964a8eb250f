/** The nonce of this page's Content-Security-Policy; undefined where the page is served without one. */
export function pageNonce(): string | undefined {
  const content = document.querySelector<HTMLMetaElement>('meta[name="nonce"]')?.content;
  return content === undefined || content === '' ? undefined : content;
}
