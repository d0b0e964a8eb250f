import { Button, Textarea } from '@mantine/core';
import { useRef } from 'react';
import { formatBytes } from '../../../ui/format.logic.ts';
import { printJson, type JsonReading } from './json.logic.ts';
import classes from './json.module.css';

/** The text of a JSON object, with its size against the limit and a way to the place of an error. */
export function JsonField(props: {
  label: string;
  description?: string;
  text: string;
  reading: JsonReading;
  mostBytes: number;
  readOnly?: boolean;
  minRows?: number;
  onChange: (text: string) => void;
}) {
  const { reading, readOnly = false } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const { problem, value } = reading;
  const goTo = (offset: number): void => {
    field.current?.focus();
    field.current?.setSelectionRange(offset, Math.min(offset + 1, props.text.length));
  };
  const pretty = value === null ? props.text : printJson(value);
  return (
    <div>
      <Textarea
        ref={field}
        label={props.label}
        {...(props.description === undefined ? {} : { description: props.description })}
        classNames={{ input: classes['text'] ?? '' }}
        spellCheck={false}
        autosize
        minRows={props.minRows ?? 6}
        maxRows={20}
        value={props.text}
        readOnly={readOnly}
        variant={readOnly ? 'filled' : 'default'}
        error={problem?.message}
        onChange={(change) => props.onChange(change.currentTarget.value)}
      />
      <div className={classes['foot']}>
        <span className="dim">
          {value === null && reading.sizeBytes === 0
            ? 'Not readable yet'
            : `${formatBytes(reading.sizeBytes)} of ${formatBytes(props.mostBytes)}, as compact JSON`}
        </span>
        {problem !== null && problem.offset !== null && (
          <Button size="compact-xs" variant="default" onClick={() => goTo(problem.offset ?? 0)}>
            Go to the error
          </Button>
        )}
        {!readOnly && value !== null && pretty !== props.text && (
          <Button size="compact-xs" variant="subtle" onClick={() => props.onChange(pretty)}>
            Format
          </Button>
        )}
      </div>
    </div>
  );
}
