import { spawn } from "node:child_process";

export type ProcessOutcome =
  | { readonly kind: "exited"; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: "timedOut"; readonly afterMilliseconds: number }
  | { readonly kind: "notStarted"; readonly reason: string };

export interface ProcessRequest {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly folder?: string;
  /** Added to the environment of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeoutMilliseconds: number;
  /** What the process reads from its standard input; nothing where it is left out. */
  readonly input?: string;
}

export type RunProcess = (request: ProcessRequest) => Promise<ProcessOutcome>;

const posix = process.platform !== "win32";

/**
 * Runs a command without a shell and never throws: how it ended is the value. A command that overruns its time is ended together with
 * everything that it started (an installer's `curl` included).
 */
export const runProcess: RunProcess = (request) =>
  new Promise((resolve) => {
    const child = spawn(request.command, [...request.arguments], {
      cwd: request.folder,
      env: { ...process.env, ...request.environment },
      stdio: ["pipe", "pipe", "pipe"],
      detached: posix,
      windowsHide: true,
    });
    // A process that ends without having read it closes the pipe: how it ended is told below.
    child.stdin.on("error", () => undefined);
    child.stdin.end(request.input ?? "");
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));

    const endGroup = () => {
      if (child.pid === undefined) return;
      try {
        if (posix) process.kill(-child.pid, "SIGKILL");
        else child.kill("SIGKILL");
      } catch {
        // it has already ended
      }
    };
    // The group is its own, so an interrupt at the terminal does not reach it by itself.
    const interrupted = (signal: NodeJS.Signals) => {
      endGroup();
      settle({ kind: "notStarted", reason: `interrupted by ${signal}` });
      process.kill(process.pid, signal);
    };
    const timer = setTimeout(() => {
      endGroup();
      settle({ kind: "timedOut", afterMilliseconds: request.timeoutMilliseconds });
    }, request.timeoutMilliseconds);

    const settle = (outcome: ProcessOutcome) => {
      clearTimeout(timer);
      process.removeListener("SIGINT", interrupted);
      process.removeListener("SIGTERM", interrupted);
      resolve(outcome);
    };
    process.once("SIGINT", interrupted);
    process.once("SIGTERM", interrupted);
    child.once("error", (error) => settle({ kind: "notStarted", reason: error.message }));
    child.once("close", (code, signal) =>
      settle({ kind: "exited", code: code ?? 1, stdout: text(stdout), stderr: signal === null ? text(stderr) : `${text(stderr)}\nended by ${signal}` }),
    );
  });

function text(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString("utf8");
}

/** Why a command did not succeed, on one line; `undefined` where it did. */
export function failureOf(outcome: ProcessOutcome): string | undefined {
  if (outcome.kind === "notStarted") return outcome.reason;
  if (outcome.kind === "timedOut") return `no answer within ${Math.round(outcome.afterMilliseconds / 1000)} s`;
  if (outcome.code === 0) return undefined;
  const said = `${outcome.stderr}\n${outcome.stdout}`.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  return `exit code ${outcome.code}: ${said.at(-1) ?? "no message"}`;
}
