export { tokenKind, type TokenKind } from './tokenKind.ts';
export { classifyCredential, redactToken } from './credential.ts';
