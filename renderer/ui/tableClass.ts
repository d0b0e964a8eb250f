import classes from './ui.module.css';

/** The look of every table: sticky header, lines between rows, numbers right-aligned with `data-align="end"`. */
export const tableClass = classes['table'] ?? '';
