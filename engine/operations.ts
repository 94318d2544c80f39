import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";

/** What the engine did, or would do, to one resource. `op` is Pulumi's own word (`create`, `same`, `create-replacement` …). */
export interface Operation {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  /** Pulumi's logical name. */
  readonly name: string;
  /** Names of the inputs that made the difference, where the engine tells them. */
  readonly differences: readonly string[];
}

export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly urn?: string;
  readonly message: string;
}

/** A preview, update, refresh or destruction as a value. */
export interface RunSummary {
  readonly operations: readonly Operation[];
  /** Number of operations of each kind. */
  readonly counts: Readonly<Record<string, number>>;
  /** Errors and warnings of engine and providers, and broken policies (mandatory ones as errors). */
  readonly diagnostics: readonly Diagnostic[];
  readonly durationMilliseconds: number;
}

/** Operations that leave a resource as it is. */
const idleOperations: ReadonlySet<string> = new Set(["same", "read", "refresh"]);

/** The operations that change something; none after a second `up`. */
export function changesOf(summary: RunSummary): readonly Operation[] {
  return summary.operations.filter((operation) => !idleOperations.has(operation.op));
}

/** @throws Error naming each change, where a run that was to change nothing changed something */
export function requireNoChanges(summary: RunSummary): void {
  const changes = changesOf(summary);
  if (changes.length === 0) return;
  const shown = changes.map(({ op, name, differences }) => `  ${op} ${name}${differences.length === 0 ? "" : ` (${differences.join(", ")})`}`);
  throw new Error(`Nothing was to change, but this did:\n${shown.join("\n")}`);
}

/** Reads the engine's events: each step is told once, before it is taken. */
export function summarise(events: readonly EngineEvent[], durationMilliseconds: number): RunSummary {
  const operations = events.flatMap((event) => (event.resourcePreEvent === undefined ? [] : [operationOf(event.resourcePreEvent.metadata)]));
  const byKind = Object.groupBy(operations, (operation) => operation.op);
  return {
    operations,
    counts: Object.fromEntries(Object.entries(byKind).map(([op, found]) => [op, found?.length ?? 0])),
    diagnostics: events.flatMap(diagnosticOf),
    durationMilliseconds,
  };
}

type StepMetadata = NonNullable<EngineEvent["resourcePreEvent"]>["metadata"];

function operationOf({ op, urn, type, diffs, detailedDiff }: StepMetadata): Operation {
  return { op, urn, type, name: nameOf(urn), differences: Object.keys(detailedDiff ?? {}).length > 0 ? Object.keys(detailedDiff!) : (diffs ?? []) };
}

function diagnosticOf(event: EngineEvent): readonly Diagnostic[] {
  const { diagnosticEvent: told, policyEvent: broken } = event;
  if (broken !== undefined) {
    const severity = broken.enforcementLevel === "mandatory" ? "error" : "warning";
    return [diagnostic(severity, broken.resourceUrn, `${broken.policyName}: ${broken.message}`)];
  }
  if (told === undefined || (told.severity !== "error" && told.severity !== "warning")) return [];
  return [diagnostic(told.severity, told.urn, told.message)];
}

function diagnostic(severity: Diagnostic["severity"], urn: string | undefined, message: string): Diagnostic {
  return { severity, ...(urn === undefined || urn === "" ? {} : { urn }), message: withoutColours(message).trim() };
}

/** The logical name is what follows the last `::` of a URN. */
export function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** The engine marks colours as `<{%fg 1%}>` in its events. */
function withoutColours(message: string): string {
  return message.replace(/<\{%[^%]*%\}>/g, "");
}
