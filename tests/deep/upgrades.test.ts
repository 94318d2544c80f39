import { ComponentResource, type ComponentResourceOptions, rootStackResource } from "@pulumi/pulumi";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LifecareEnvironment } from "../../components/index.ts";
import { changesOf, type RunSummary } from "../../engine/operations.ts";
import type { StackState } from "../../engine/stackState.ts";
import { readStackFile } from "../../environment/configurationFile.ts";
import { type EnvironmentRequest, requestOfStackMap } from "../../environment/environmentRequest.ts";
import { dataHolders, keptStackFile, keptState, lossesIn, openKept, releases, releaseStacks, resourcesOf, unprotected, type UpgradedStack } from "../releases.ts";
import { describeWithEngine } from "../stacks/describeWithEngine.ts";
import { machine } from "../stacks/openEnvironment.ts";

/** How today's program makes an environment, where it is not as `index.ts` does. */
interface Program {
  readonly name?: string;
  readonly options?: () => ComponentResourceOptions;
  readonly change?: (wanted: EnvironmentRequest) => void;
}

class Wrapper extends ComponentResource {
  constructor() {
    super("test:index:Wrapper", "wrapper");
  }
}

describeWithEngine("a stack as a release left it,", (engine) => {
  const opened: UpgradedStack[] = [];
  afterAll(() => Promise.all(opened.map(({ close }) => close())));

  /** Opens a kept state once; each preview takes another program. */
  async function open(release: string, stack: string, state: StackState): Promise<(program?: Program) => Promise<RunSummary>> {
    const stackFile = keptStackFile(release, stack);
    let wanted: Program = {};
    const kept = await openKept(engine, stack, stackFile, state, async () => {
      const request = requestOfStackMap(structuredClone(readStackFile(stackFile).config));
      wanted.change?.(request);
      new LifecareEnvironment(wanted.name ?? "lifecare", request, wanted.options?.());
    });
    opened.push(kept);
    return (program = {}) => {
      wanted = program;
      return kept.stack.preview();
    };
  }

  const newest = releases().toSorted((one, other) => one.localeCompare(other, "en", { numeric: true })).at(-1)!;
  const holders = dataHolders(keptState(newest, "utb"));
  let preview: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    preview = await open(newest, "utb", unprotected(keptState(newest, "utb")));
  });

  test.each(releases().flatMap((release) => releaseStacks.map((stack) => [release, stack] as const)))("release %s, %s, is previewed with today's program, and nothing that holds data is replaced or deleted", async (release, stack) => {
    const state = keptState(release, stack);
    const held = dataHolders(state);
    expect(held.size).toBeGreaterThan(10);
    for (const { urn } of resourcesOf(state).filter(({ protect }) => protect === true)) expect(held).toContain(urn);
    const upgraded = release === newest && stack === "utb" ? preview : await open(release, stack, unprotected(state));
    expect(lossesIn(await upgraded(), held)).toEqual([]);
  });

  test("is seen to lose data where a program would: another name of a machine, zones for its disks, another name of the component", async () => {
    const lost = async (program: Program) => lossesIn(await preview(program), holders);
    expect(await lost({ change: (wanted) => (machine(wanted, "cmp").size = "Standard_E4s_v5") })).toEqual([]);
    expect(await lost({ change: (wanted) => (machine(wanted, "cmp").name = "calc") })).toEqual(["ankutbcmp01-program-disk", "lifecare-administrator-ankutbcmp01-password"]);
    const zoned = await lost({ change: (wanted) => (wanted.platform.redundancy = "zones") });
    expect(zoned).toEqual(expect.arrayContaining(["ankutbsql01-data-disk", "ankutbsql01-log-disk", "ankutbsql01-machine"]));
    expect(await lost({ name: "care" })).toEqual(expect.arrayContaining(["lifecare-vault", "lifecare-database-application-password"]));
  });

  test("is guarded by the engine itself, which stops such a preview", async () => {
    const guarded = await open(newest, "utb", keptState(newest, "utb"));
    await expect(guarded({ name: "care" })).rejects.toThrow(/protect/);
  });

  test("is kept whole by an alias where the component has another name, another parent, or another type", async () => {
    const changed = async (program: Program) => changesOf(await preview(program)).filter(({ type }) => !type.startsWith("test:")).map(({ op, name }) => `${op} ${name}`);
    expect(await changed({ name: "care", options: () => ({ aliases: [{ name: "lifecare" }] }) })).toEqual([]);
    expect(await changed({ options: () => ({ parent: new Wrapper(), aliases: [{ parent: rootStackResource }] }) })).toEqual([]);
    const elder = "lifecare:index:LifecareTenant";
    const older = JSON.parse(JSON.stringify(keptState(newest, "utb")).replaceAll("lifecare:index:LifecareEnvironment", elder)) as StackState;
    const previewOlder = await open(newest, "utb", older);
    expect(changesOf(await previewOlder({ options: () => ({ aliases: [{ type: elder }] }) }))).toEqual([]);
  });
});
