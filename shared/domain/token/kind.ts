export { tokenKind, isSessionKind, tokenKinds, type TokenKind } from './tokenKind.ts';
export {
  classifyCredential,
  redactToken,
  type Credential,
  type ClassifyOptions,
} from './credential.ts';
