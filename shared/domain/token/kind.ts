export { tokenKind, type TokenKind } from './tokenKind.ts';
export { classifyCredential, redactToken, type Credential } from './credential.ts';
