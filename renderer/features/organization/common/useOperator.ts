import { Me } from '../../../../shared/contract/http.ts';
import { useApi } from '../../../app/services.tsx';

/**
 * Whether the backend counts the caller among its operators, who may change what belongs to the whole instance.
 * Null until it has said so.
 */
export const useOperator = (): boolean | null => useApi('/v1/me', Me).data?.operator ?? null;

/** Why a control for operators is locked, and what helps. */
export const operatorsOnly =
  'Only an operator of the backend may do this. Operators are listed in CLAIMDECK_OPERATORS.';
