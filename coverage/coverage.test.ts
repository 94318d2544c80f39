import { describe, expect, test } from "vitest";
import { readClaims } from "../commands/coverageClaims.ts";
import type { Reasons } from "../policies/reason.ts";
import type { Rule } from "../policies/rule.ts";
import { computeReasons } from "../policies/rules/compute/index.ts";
import { deployableReasons } from "../policies/rules/deployable/index.ts";
import { networkReasons } from "../policies/rules/network/index.ts";
import { operationsReasons } from "../policies/rules/operations/index.ts";
import { publishingReasons } from "../policies/rules/publishing/index.ts";
import { findRequirement, requirements, type Stage } from "../specification/register.ts";
import { coverage, pageOf, partsOf, type Claims, type Status } from "./coverage.ts";
import { describeEvidence, isFound, valuesAt, type Evidence, type Ground, type PlannedProperty } from "./evidence.ts";
import { currentStage } from "./stage.ts";

const read = readClaims();
/** Whether the pages are as they should be, another test says. */
const pages = new Map([...read.ground.pages, ...read.rules.map(({ id }) => [pageOf(id), ""] as const)]);
const claims: Claims = { ...read, ground: { ...read.ground, pages } };

/** What is not there, or contradicts itself. */
function failures(changed: Partial<Claims>, stage: Stage = currentStage): readonly string[] {
  const { parts, proposals, problems } = coverage({ ...claims, ...changed }, stage);
  const missing = (subject: string, status: Status) => (status.kind === "missing" ? status.lacks.map((lack) => `${subject}: ${lack}`) : []);
  return [...parts.flatMap(({ clause, part, status }) => missing(`${clause} ${part}`, status)), ...proposals.flatMap(({ id, status }) => missing(id, status)), ...problems.map(({ path, limit }) => `${path}: ${limit}`)];
}

const failing = { [currentStage]: new Set(failures({})), others: new Set(failures({}, "others")) };
const newFailures = (changed: Partial<Claims>, stage: typeof currentStage | "others" = currentStage) => failures(changed, stage).filter((failure) => !failing[stage]!.has(failure));
const grounded = (changed: Partial<Ground>): Partial<Claims> => ({ ground: { ...claims.ground, ...changed } });

test("everything is there that is due at the stage that is reached", () => {
  expect(failures({})).toEqual([]);
  expect(coverage(claims, currentStage).complete).toBe(true);
});

const entries = Object.entries(claims.fulfilments).flatMap(([clause, fulfilment]) =>
  Object.entries(fulfilment).flatMap(([part, evidence]) => (evidence as readonly Evidence[]).map((one) => [`${clause} ${part}: ${describeEvidence(one)}`, clause, part, one] as const)));

describe("what fulfils a requirement cannot be taken away", () => {
  test.each(entries)("%s", (failure, _clause, _part, evidence) => {
    expect(isFound(evidence, claims.ground)).toBe(true);
    for (const ground of groundsWithout(evidence)) expect(newFailures({ ground })).toContain(failure);
  });

  test.each(entries)("nor be left out: %s", (_, clause, part, evidence) => {
    const left = (claims.fulfilments[clause]![part as "B"] as readonly Evidence[]).filter((one) => one !== evidence);
    const { [part as "B"]: _part, ...others } = claims.fulfilments[clause]!;
    if (left.length === 0) expect(newFailures({ fulfilments: { ...claims.fulfilments, [clause]: others } })).toEqual([expect.stringContaining(`${clause} ${part}: `)]);
  });
});

/** The ground as it would be without the type, without the property, or without the path. */
function groundsWithout(evidence: Evidence): readonly Ground[] {
  const { ground } = claims;
  switch (evidence.kind) {
    case "resource": {
      const isOfType = ({ type }: Ground["resources"][number]) => type === "plan" ? evidence.type === "plan" : type.endsWith(`:${evidence.type.split(":").at(-1)!}`);
      const stripped = ground.resources.map((resource) => (isOfType(resource) ? { ...resource, inputs: withoutValues(resource.inputs, evidence) } : resource));
      return [{ ...ground, resources: ground.resources.filter((resource) => !isOfType(resource)) }, { ...ground, resources: stripped }];
    }
    case "input": {
      const schema = structuredClone(ground.schema);
      const steps = `config.${evidence.path}`.split(".");
      const parent = steps.slice(0, -1).flatMap((step) => ["properties", step.replace("[]", ""), ...(step.endsWith("[]") ? ["items"] : [])]);
      const [properties] = valuesAt(schema, [...parent, "properties"].join(".")) as [Record<string, unknown>];
      delete properties[steps.at(-1)!];
      return [{ ...ground, schema }];
    }
    case "page":
      return [{ ...ground, pages: new Map([...ground.pages].filter(([file]) => file !== evidence.file)) }];
    case "setting":
      return [{ ...ground, settings: new Set([...ground.settings].filter((id) => id !== evidence.id)) }];
    case "routine":
      return [{ ...ground, routines: new Set([...ground.routines].filter((name) => name !== evidence.name)) }];
  }
}

/** Inputs from which the last property of the path is deleted wherever it stands. */
function withoutValues(inputs: unknown, { path }: PlannedProperty): unknown {
  const copy = JSON.parse(JSON.stringify(inputs)) as unknown;
  const steps = path.replace(/\[\]$/, "").split(".");
  const records = steps.length === 1 ? [copy] : valuesAt(copy, steps.slice(0, -1).join("."));
  for (const record of records) delete (record as Record<string, unknown>)[steps.at(-1)!];
  return copy;
}

describe("what gates a requirement cannot be taken away", () => {
  test.each(claims.rules.map((rule) => [rule.id, rule] as const))("rule %s", (id, rule) => {
    expect(newFailures({ rules: claims.rules.filter((one) => one !== rule) })).toContain(`${pageOf(id)}: a rule of this name`);
  });

  test.each(claims.rules.map((rule) => [rule.id, rule] as const))("nor be made blind: %s", (id, rule) => {
    const blind = { ...rule, check: () => [] } as Rule;
    const found = newFailures({ rules: claims.rules.map((one) => (one === rule ? blind : one)) }, "others");
    for (const clause of rule.clauses.filter((one) => isGatedBy(one, rule))) expect(found).toContainEqual(expect.stringMatching(`^${escaped(clause)} G: ${id}-.* does not stop its bad sample`));
  });

  test.each(claims.rules.map(({ id }) => id))("page of %s", (id) => {
    const left = new Map([...pages].filter(([file]) => file !== pageOf(id)));
    expect(newFailures(grounded({ pages: left }))).toEqual([expect.stringContaining(`a page, ${pageOf(id)}`)]);
  });

  const answered = new Set(claims.rules.flatMap(({ clauses, proposals }) => [...clauses, ...proposals]));
  test.each(Object.keys(claims.reasons).filter((subject) => !answered.has(subject)))("reason for %s", (subject) => {
    const { [subject]: _, ...left } = claims.reasons;
    expect(newFailures({ reasons: left }, "others")).toContainEqual(expect.stringMatching(`^${escaped(subject)}(?: G)?: a rule`));
  });
});

function isGatedBy(clause: string, { group }: Rule): boolean {
  return findRequirement(clause)?.dispositions.some(({ part, advisory }) => part === "G" && (advisory !== undefined || group !== "hardening")) === true;
}

function escaped(text: string): string {
  return text.replaceAll(".", "\\.");
}

describe("a reason holds only while it is so", () => {
  const reasoned = (reasons: Reasons) => failures({ reasons, rules: [] });
  test("a stage that is reached is no reason", () => {
    expect(reasoned({ "P-40": { kind: "later", stage: "eyes", type: "recoveryservices:Vault" } })).not.toContainEqual(expect.stringMatching(/^P-40:/));
    expect(reasoned({ "P-40": { kind: "later", stage: currentStage, type: "recoveryservices:Vault" } })).toContainEqual(expect.stringMatching(/^P-40: .*overdue/));
  });

  test("a type that is planned already is no reason", () => {
    expect(reasoned({ "P-40": { kind: "later", stage: "eyes", type: "azure-native:compute:Disk" } })).toContainEqual(expect.stringMatching(/^P-40: .*planned already/));
  });

  test("a rule that says the same exists", () => {
    expect(reasoned({ "P-40": { kind: "sameAs", rule: "LC999" } })).toContainEqual(expect.stringMatching(/^P-40: .*no rule LC999/));
  });

  test("a reason is about something that is asked for", () => {
    expect(reasoned({ "P-50": { kind: "notVisible", checkedBy: "nobody" } })).toContain("reasons: a proposed check, or a requirement that policies gate");
    expect(reasoned({ "T4.7-1": { kind: "notVisible", checkedBy: "nobody" } })).toContain("reasons: a proposed check, or a requirement that policies gate");
  });
});

describe("every proposed check has one answer", () => {
  const [rule] = claims.rules as [Rule];
  const answering = (id: string, proposals: readonly string[]): Rule => ({ ...rule, id, proposals });
  test("P-01 to P-49, with P-10b and P-36b", () => {
    const numbers = Array.from({ length: 49 }, (_, index) => `P-${String(index + 1).padStart(2, "0")}`);
    expect(Object.keys(claims.proposals).toSorted()).toEqual([...numbers, "P-10b", "P-36b"].toSorted());
  });

  test("none is missing", () => {
    expect(failures({ rules: [], reasons: {} }).filter((failure) => failure.startsWith("P-"))).toHaveLength(51);
  });

  test("none is answered by a rule and a reason", () => {
    expect(failures({ rules: [answering("LC101", ["P-40"]), answering("LC401", ["P-40"])], reasons: {} })).not.toContainEqual(expect.stringMatching(/^P-40:/));
    expect(failures({ rules: [answering("LC101", ["P-40"])], reasons: { "P-40": { kind: "notVisible", checkedBy: "a probe" } } })).toContainEqual(expect.stringMatching(/^P-40: no reason beside a rule/));
  });

  test("no reason is given in two rooms", () => {
    const given = [networkReasons, computeReasons, publishingReasons, operationsReasons, deployableReasons].flatMap((reasons) => Object.keys(reasons));
    expect(given.toSorted()).toEqual(Object.keys(claims.reasons).toSorted());
  });

  test("a rule answers nothing that was never proposed", () => {
    expect(failures({ rules: [answering("LC101", ["P-77"])] })).toContainEqual(expect.stringMatching(/a proposed check$/));
  });
});

describe("a demand stops a deployment, a recommendation does not", () => {
  const [rule] = claims.rules as [Rule];
  test("an advisory rule does not fulfil a demand", () => {
    expect(failures({ rules: [{ ...rule, clauses: ["T3.1-2"], group: "hardening" }] })).toContainEqual(expect.stringMatching(/^T3\.1-2 G/));
    expect(failures({ rules: [{ ...rule, clauses: ["T3.1-1"], group: "hardening" }] })).not.toContainEqual(expect.stringMatching(/^T3\.1-1 G/));
  });

  test("a rule about recommendations alone is advisory", () => {
    expect(failures({ rules: [{ ...rule, clauses: ["T3.1-1"], group: "specification" }] })).toContainEqual(expect.stringMatching(/a recommendation stops no deployment/));
  });
});

describe("what is due", () => {
  test("is every part of every requirement, once", () => {
    const { parts } = coverage(claims, currentStage);
    const subjects = parts.map(({ clause, part, concern }) => [clause, part, concern].join(" "));
    expect(subjects).toEqual([...new Set(subjects)]);
    expect(parts.filter(({ concern }) => concern === undefined)).toHaveLength(requirements.reduce((sum, { dispositions }) => sum + dispositions.length, 0));
    expect(parts.filter(({ concern }) => concern !== undefined).map(({ clause, part, stage }) => [clause, part, stage])).toEqual([["T3.1.5-3", "B", "way-in"]]);
  });

  test("grows with the stage, and is missing where nothing fulfils it", () => {
    const due = (stage: Stage) => coverage({ ...claims, rules: [], reasons: {}, fulfilments: {} }, stage).parts.filter(({ status }) => status.kind === "missing").map(({ clause, part }) => `${clause} ${part}`);
    expect(due("up")).toContain("T3.1-3 B");
    expect(due("up")).not.toContain("T3.1-3 G");
    expect(due("gate")).toContain("T3.1-3 G");
    expect(due("others")).toHaveLength(requirements.flatMap(partsOf).length);
  });

  test("is also fulfilled by a setting, a routine, a page, or by the part that stands in for it", () => {
    const fulfilments = { "T6.7-1": { H: [{ kind: "setting", id: "antivirus" }] }, "T6.9-5": { O: [{ kind: "routine", name: "night reads" }], D: [{ kind: "page", file: "docs/reads.md", anchor: "reads" }] } } as const;
    const ground = { ...claims.ground, settings: new Set(["antivirus"]), routines: new Set(["night reads"]), pages: new Map([["docs/reads.md", "# Reads"]]) };
    const kinds = (changed: Ground) => coverage({ ...claims, fulfilments, ground: changed }, "others").parts.filter(({ clause, part }) => clause in fulfilments && part !== "G").map(({ clause, part, status }) => `${clause} ${part} ${status.kind}`);
    expect(kinds(ground)).toEqual(["T6.7-1 B elsewhere", "T6.7-1 H fulfilled", "T6.9-5 D fulfilled", "T6.9-5 O fulfilled"]);
    expect(kinds({ ...ground, settings: new Set(), routines: new Set(), pages: new Map() })).toEqual(["T6.7-1 B missing", "T6.7-1 H missing", "T6.9-5 D missing", "T6.9-5 O missing"]);
  });

  test("is not fulfilled by what the register does not ask for", () => {
    expect(failures({ fulfilments: { ...claims.fulfilments, "T4.7-1": { ...claims.fulfilments["T4.7-1"], D: [] } } })).toContainEqual(expect.stringMatching(/a part of the register/));
  });
});
