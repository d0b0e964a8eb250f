import { TextInput } from '@mantine/core';
import { useServices } from '../../../app/services.tsx';

/** On a production instance its name has to be typed first. Nothing to see on any other. */
export function ProductionGate(props: { onChange: (open: boolean) => void }) {
  const { kind, name } = useServices().bootstrap.instance;
  if (kind !== 'production') return null;
  return (
    <TextInput
      size="xs"
      label={`This is a production instance. Type ${name} to go on.`}
      autoComplete="off"
      onChange={(change) => props.onChange(change.currentTarget.value.trim() === name)}
    />
  );
}
