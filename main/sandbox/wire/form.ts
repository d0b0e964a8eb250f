import { formInvalid, formMissing } from '../errors.ts';
import type { Metadata } from '../state/records.ts';

/**
 * A form body or a query string of the Frontend API: snake_case keys, `null` as an empty string, lists as a
 * repeated key, nested objects as JSON text.
 */
export class Form {
  readonly #params: URLSearchParams;

  constructor(params: URLSearchParams) {
    this.#params = params;
  }

  has(name: string): boolean {
    return this.#params.has(name);
  }

  /** The value, or undefined when it is absent or empty. */
  get(name: string): string | undefined {
    const value = this.#params.get(name);
    return value === null || value === '' ? undefined : value;
  }

  /** Three answers: absent (undefined), sent as null (null), or the text. */
  nullable(name: string): string | null | undefined {
    const value = this.#params.get(name);
    if (value === null) return undefined;
    return value === '' ? null : value;
  }

  /** @throws ClerkApiError 422 form_param_missing */
  required(name: string): string {
    const value = this.get(name);
    if (value === undefined) throw formMissing(name);
    return value;
  }

  all(name: string): string[] {
    return this.#params.getAll(name).filter((value) => value !== '');
  }

  flag(name: string): boolean {
    return this.#params.get(name) === 'true';
  }

  /** A metadata object sent as JSON text. @throws ClerkApiError 422 when it is none */
  metadata(name: string): Metadata | undefined {
    const text = this.get(name);
    if (text === undefined) return undefined;
    try {
      const value: unknown = JSON.parse(text);
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        return value as Metadata;
      }
    } catch {
      // Falls through to the refusal below.
    }
    throw formInvalid(name, `${name} must be a JSON object.`);
  }

  /** Names of all fields, each once. */
  names(): string[] {
    return [...new Set(this.#params.keys())];
  }
}
