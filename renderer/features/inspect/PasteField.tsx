import { Button, FileButton, Textarea } from '@mantine/core';
import { useEffect, useImperativeHandle, useRef, useState, type Ref } from 'react';
import { formatBytes } from '../../ui/format.logic.ts';
import { insertion } from './insertion.logic.ts';
import type { Report } from './report.logic.ts';
import classes from './inspect.module.css';

/** More than this at once was pasted, or filled in by a program. */
const typedAtOnce = 8;
/** A text that is typed is read when the typing rests. */
const restMs = 350;

export interface PasteHandle {
  focus(): void;
  /** Puts a text into the field, to be edited there. */
  edit(text: string): void;
}

/** What the field hands over. `isTyped`: the text stays in the field and may go on changing. */
export type Take = (input: string | File, isTyped: boolean) => Promise<Report | null>;

/**
 * One field for anything. What is pasted is taken at once and does not stay in sight; a secret is wiped, with
 * everything the field could undo.
 */
export function PasteField(props: {
  handle: Ref<PasteHandle>;
  isSmall: boolean;
  /** Size of what is being read; null when nothing is. */
  readingBytes: number | null;
  onTake: Take;
  onCancel: () => void;
  onLive: (() => void) | null;
}) {
  const field = useRef<HTMLTextAreaElement>(null);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  const known = useRef('');
  // A new element has no history to undo: the only way to really forget what stood in the old one.
  const [generation, setGeneration] = useState(0);
  const [isOver, setOver] = useState(false);

  useEffect(() => {
    if (generation > 0) field.current?.focus();
  }, [generation]);

  const wipe = (): void => {
    clearTimeout(rest.current);
    known.current = '';
    if (field.current !== null) field.current.value = '';
    setGeneration((before) => before + 1);
  };

  const take = (input: string | File): void => {
    wipe();
    void props.onTake(input, false);
  };

  const readTyped = async (text: string): Promise<void> => {
    const report = await props.onTake(text, true);
    if (report?.kind === 'secret') wipe();
  };

  const change = (text: string): void => {
    const { inserted, isMostlyNew } = insertion(known.current, text);
    known.current = text;
    clearTimeout(rest.current);
    if (inserted <= typedAtOnce) rest.current = setTimeout(() => void readTyped(text), restMs);
    else if (isMostlyNew) take(text);
    // Pasted into a text that is being edited: it stays, but a secret in it must not for long.
    else void readTyped(text);
  };

  useImperativeHandle(props.handle, () => ({
    focus: () => field.current?.focus(),
    edit: (text) => {
      if (field.current === null) return;
      field.current.value = text;
      known.current = text;
      field.current.focus();
    },
  }));

  return (
    <section aria-label="Paste anything" className={classes['paste']} data-over={isOver}>
      <Textarea
        key={generation}
        ref={field}
        aria-label="Paste anything"
        aria-describedby="inspect-promise"
        placeholder="Paste a token, a Cookie or Authorization header, a curl command, a key…"
        rows={props.isSmall ? 2 : 5}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        classNames={{ input: classes['field'] ?? '' }}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          const { files } = event.dataTransfer;
          const text = event.dataTransfer.getData('text/plain');
          if (files[0] !== undefined) take(files[0]);
          else if (text !== '') take(text);
        }}
        onPaste={(event) => {
          const text = event.clipboardData.getData('text/plain');
          const { value, selectionStart, selectionEnd } = event.currentTarget;
          const replacesAll = selectionEnd - selectionStart === value.length;
          if (text === '' || !replacesAll) return;
          event.preventDefault();
          take(text);
        }}
        onChange={(event) => change(event.currentTarget.value)}
      />
      <div className={classes['pasteFoot']}>
        <p id="inspect-promise" className="dim">
          Nothing leaves this machine. What you paste is read in this window, kept in its memory
          until you sign out or close it, and verified by Claimdeck itself.
        </p>
        <span className={classes['pasteActions']}>
          {props.readingBytes !== null && (
            <output className="dim">
              Reading {formatBytes(props.readingBytes)}…{' '}
              <button type="button" className={classes['link']} onClick={props.onCancel}>
                Cancel
              </button>
            </output>
          )}
          <FileButton onChange={(file) => file !== null && take(file)}>
            {(button) => (
              <Button variant="default" {...button}>
                Open a file
              </Button>
            )}
          </FileButton>
          <Button
            variant={props.isSmall ? 'default' : 'filled'}
            disabled={props.onLive === null}
            onClick={() => props.onLive?.()}
          >
            Inspect the live token
          </Button>
        </span>
      </div>
    </section>
  );
}
