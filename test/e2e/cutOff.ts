/**
 * Runs in a page. Names what cannot be read or reached however one scrolls: text and controls that lie outside of
 * the window or of a box that hides them. A text that ends in an ellipsis is meant to be cut. Self-contained.
 */
export function cutOff(): string[] {
  const root = document.documentElement;
  const slack = 1.5;
  const faults: string[] = [];
  if (root.scrollWidth > root.clientWidth) {
    faults.push(`the window is ${root.scrollWidth - root.clientWidth} px too wide`);
  }

  const name = (element: Element): string => {
    const text = (element.getAttribute('aria-label') ?? element.textContent).trim();
    return `${element.tagName.toLowerCase()} "${text.slice(0, 40)}"`;
  };
  const hasOwnText = (element: Element): boolean =>
    [...element.childNodes].some(
      (node) => node.nodeType === 3 && (node.textContent ?? '').trim() !== '',
    );
  const isControl = (element: Element): boolean =>
    element.matches('button, a[href], input, select, textarea, [role=tab], [role=button]');

  for (const element of document.body.querySelectorAll('*')) {
    if (!isControl(element) && !hasOwnText(element)) continue;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const rect = element.getBoundingClientRect();
    if (rect.width <= 1 || rect.height <= 1) continue;
    // Clerk's components answer for themselves.
    if (element.closest('.cl-rootBox, .cm-editor') !== null) continue;

    // An element may lie outside of a scroller: it can be scrolled to. What then counts is the scroller itself.
    let { left, right, top, bottom } = rect;
    let fixed = getComputedStyle(element).position === 'fixed';
    let scrolledX = false;
    let scrolledY = false;
    for (let box = element.parentElement; box !== null && box !== root; box = box.parentElement) {
      const style = getComputedStyle(box);
      const inner = box.getBoundingClientRect();
      if (inner.width <= 1 && inner.height <= 1 && style.overflow !== 'visible') {
        // For screen readers alone.
        fixed = true;
        break;
      }
      if (style.overflowX === 'auto' || style.overflowX === 'scroll') {
        scrolledX = true;
        ({ left, right } = inner);
      } else if (style.overflowX !== 'visible' && !scrolledX) {
        const cut = Math.max(inner.left - left, right - inner.right);
        const meant = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none';
        if (cut > slack && !meant) {
          faults.push(`${name(element)} is cut by ${Math.round(cut)} px at a side`);
          break;
        }
        if (cut > slack) ({ left, right } = inner);
      }
      if (style.overflowY === 'auto' || style.overflowY === 'scroll') {
        scrolledY = true;
        ({ top, bottom } = inner);
      } else if (style.overflowY !== 'visible' && !scrolledY) {
        const cut = Math.max(inner.top - top, bottom - inner.bottom);
        if (cut > 4 && style.webkitLineClamp === 'none') {
          faults.push(`${name(element)} is cut by ${Math.round(cut)} px above or below`);
          break;
        }
      }
      if (style.position === 'fixed') fixed = true;
    }
    if (fixed) continue;
    const outside = Math.max(-left, right - root.clientWidth);
    if (outside > slack) faults.push(`${name(element)} lies ${Math.round(outside)} px outside`);
  }

  // A page that scrolls in a box of no height cannot be read.
  const main = document.querySelector('main');
  if (main !== null && main.clientHeight < 150)
    faults.push(`the page is ${main.clientHeight} px high`);
  // Neighbours that lie on each other hide what they say.
  const bar = [...(document.querySelector('header')?.children ?? [])].map((child) => ({
    child,
    rect: child.getBoundingClientRect(),
  }));
  bar.forEach(({ child, rect }, index) => {
    const next = bar[index + 1];
    if (next !== undefined && rect.right > next.rect.left + slack) {
      faults.push(`${name(child)} lies on ${name(next.child)}`);
    }
  });
  return [...new Set(faults)];
}
