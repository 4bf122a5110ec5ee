/**
 * The content security policy of the program's page: nothing but its own files. The nonce is for the style elements of the
 * component library; styles in attributes are allowed because chart tool-tips are written that way and cannot load anything.
 * @param socketOrigins `ws://…` addresses, for browsers whose `'self'` leaves out WebSocket
 */
export function contentSecurityPolicy(nonce: string, socketOrigins: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src ${["'self'", ...socketOrigins].join(" ")}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** The page reads the nonce of its own answer from this element. */
export const withNonce = (page: string, nonce: string): string =>
  page.replace(/(<meta\s+name="csp-nonce"\s+content=")[^"]*(")/, `$1${nonce}$2`);
