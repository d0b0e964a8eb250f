import { readdirSync, readFileSync } from 'node:fs';

export interface RunningProcess {
  readonly pid: number;
  readonly parentPid: number;
  /** The argument list, as any user of the machine can read it. */
  readonly args: string;
  /** The environment it was started with. */
  readonly environment: string;
}

const read = (path: string): string => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    // The process ended while we looked.
    return '';
  }
};

/** A process and everything below it, read from /proc: Linux only, as the test machines are. */
export function processTree(rootPid: number): readonly RunningProcess[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name): RunningProcess => {
      const stat = read(`/proc/${name}/stat`);
      // The second field is the program's name in brackets and may hold spaces.
      const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return {
        pid: Number(name),
        parentPid: Number(parent ?? 0),
        args: read(`/proc/${name}/cmdline`),
        environment: read(`/proc/${name}/environ`),
      };
    });
  const tree = all.filter(({ pid }) => pid === rootPid);
  for (let index = 0; index < tree.length; index += 1) {
    const parent = tree[index]?.pid;
    tree.push(...all.filter(({ parentPid }) => parentPid === parent));
  }
  return tree;
}
