/** Keeps secrets by name: a file in the headless host, the system's own store in the shell. */
export interface SecretStore {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  remove(name: string): boolean;
  names(): string[];
}
