export { tokenKind, type TokenKind } from './tokenKind.ts';
export {
  classifyCredential,
  redactToken,
  type Credential,
  type ClassifyOptions,
} from './credential.ts';
