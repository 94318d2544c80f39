import { connectionStringDelimiters } from "../../../azure/limits.ts";
import { longestDatabasePassword } from "../../../specification/limits.ts";
import { each } from "../../judge.ts";
import { fault, type SampleResource, type StackRule } from "../../rule.ts";
import type { Resource, Stack } from "../../stack.ts";
import { notKnownYet, sampleMachine } from "../samples.ts";
import { mayReachDatabase, passwordsOf, usesOf } from "./passwordUses.ts";

const longest = `at most ${longestDatabasePassword.value} characters between system and database (T3.1.4-1), or a keepers.purpose that says it is for something else`;
const generated = "a value of random.RandomPassword, whose length is known and whose result is secret";
const delimiters = "no characters that delimit a connection string: say special: false, or an overrideSpecial without them";

function password(name: string, inputs: Readonly<Record<string, unknown>>): SampleResource {
  return { type: "random:index/randomPassword:RandomPassword", name, inputs };
}

function secret(name: string, of: string, contentType?: string): SampleResource {
  return { type: "azure-native:keyvault:Secret", name, inputs: { secretName: name, properties: { value: notKnownYet, ...(contentType === undefined ? {} : { contentType }) } }, propertyDependencies: { properties: [of] } };
}

function* generatorsOfOtherKinds(stack: Stack) {
  const others = ["RandomString", "RandomId", "RandomBytes", "RandomPet", "RandomUuid", "RandomInteger", "RandomShuffle"];
  const isOther = ({ provider, type }: Resource) => provider === "random" && others.includes(type.slice(type.indexOf(":") + 1));
  for (const other of stack.resources.filter(isOther)) {
    for (const { resource } of usesOf(stack, other)) if (resource.type === "keyvault:Secret") yield { resource: resource.label, path: "properties.value", limit: generated };
  }
}

/** P-27: what the product can send to the database. */
export const shortDatabasePasswords: StackRule = {
  id: "LC211",
  name: "database-passwords-have-at-most-15-characters",
  group: "specification",
  clauses: ["T3.1.4-1"],
  proposals: ["P-27"],
  synopsis: "A generated password that passes between system and database, or of which nobody says what it is for, has at most 15 characters.",
  why: "The product cuts off or refuses a longer password, and then does not reach its databases.",
  fix: "generate it with length 15, or say in keepers.purpose (or as content type of its secret) what else it is for: machineAdministrator",
  scope: "stack",
  *check(stack) {
    yield* each(
      passwordsOf(stack),
      function* (one) {
        const length = one.inputs.number("length");
        if (length !== undefined && length <= longestDatabasePassword.value) return;
        if (mayReachDatabase(stack, one)) yield fault(one, "length", longest);
      },
    );
    yield* generatorsOfOtherKinds(stack);
  },
  good: [
    { title: "fifteen characters for the database", resources: [password("login", { length: 15, keepers: { purpose: "databaseLogin" } })], findings: [] },
    { title: "a machine's administrator, as it says itself", resources: [password("administrator", { length: 32, keepers: { purpose: "machineAdministrator" } })], findings: [] },
    {
      title: "a machine's administrator, by where it goes",
      resources: [password("administrator", { length: 32 }), secret("administrator-core", "administrator", "machineAdministrator"), sampleMachine("core", { osProfile: { adminPassword: notKnownYet } }, { propertyDependencies: { osProfile: ["administrator"] } })],
      findings: [],
    },
    {
      title: "a machine's administrator, and a copy of which nobody says anything",
      resources: [password("administrator", { length: 32 }), secret("copy", "administrator"), sampleMachine("core", { osProfile: { adminPassword: notKnownYet } }, { propertyDependencies: { osProfile: ["administrator"] } })],
      findings: [],
    },
    { title: "a random text in a machine's name, and another provider's in a secret", resources: [{ type: "random:index/randomString:RandomString", name: "text", inputs: { length: 4 } }, sampleMachine("core", {}, { propertyDependencies: { osProfile: ["text"] } }), { type: "acme:index/randomString:RandomString", name: "token", inputs: {} }, secret("api", "token")], findings: [] },
  ],
  bad: [
    { title: "sixteen characters for the database", resources: [password("login", { length: 16, keepers: { purpose: "sql" } })], findings: [{ resource: "login", path: "length", limit: longest }] },
    { title: "a secret of the database, which its password calls otherwise", resources: [password("login", { length: 24, keepers: { purpose: "other" } }), secret("sql", "login", "databaseInstaller")], findings: [{ resource: "login", path: "length", limit: longest }] },
    { title: "nobody says what it is for", resources: [password("some", { length: 20 }), secret("some-secret", "some")], findings: [{ resource: "some", path: "length", limit: longest }] },
    {
      title: "into the registration of SQL Server",
      resources: [
        password("login", { length: 20 }),
        { type: "azure-native:sqlvirtualmachine:SqlVirtualMachine", name: "sql", inputs: {}, propertyDependencies: { serverConfigurationsManagementSettings: ["login"] } },
        sampleMachine("machine", {}, { dependencies: ["login"] }),
      ],
      findings: [{ resource: "login", path: "length", limit: longest }],
    },
    ...["String", "Id", "Bytes", "Pet", "Uuid", "Integer", "Shuffle"].map((kind) => ({
      title: `from a Random${kind}, which is no password`,
      resources: [{ type: `random:index/random${kind}:Random${kind}`, name: "text", inputs: {} }, secret("sql", "text", "databaseLogin")],
      findings: [{ resource: "sql", path: "properties.value", limit: generated }],
    })),
    { title: "a database's, and nobody says which", resources: [password("some", { length: 16, keepers: { purpose: "database" } })], findings: [{ resource: "some", path: "length", limit: longest }] },
  ],
};

/** P-27: a password is not taken apart by the connection string that carries it. */
export const plainDatabasePasswords: StackRule = {
  id: "LC212",
  name: "database-passwords-fit-connection-strings",
  group: "deployable",
  clauses: ["T3.1.4-1"],
  proposals: ["P-27"],
  synopsis: "A generated password that passes between system and database holds no character that delimits a connection string.",
  why: "The deployment succeeds, and the product then reads half a password: the generator's own special characters hold =, @, brackets and braces.",
  fix: "say overrideSpecial: \"-_.\"",
  sources: [connectionStringDelimiters.source],
  scope: "stack",
  *check(stack) {
    yield* each(
      passwordsOf(stack),
      function* (one) {
        if (one.inputs.boolean("special") === false) return;
        const special = one.inputs.text("overrideSpecial");
        const isPlain = special !== undefined && ![...special].some((character) => connectionStringDelimiters.value.includes(character));
        if (!isPlain && mayReachDatabase(stack, one)) yield fault(one, "overrideSpecial", delimiters);
      },
    );
  },
  good: [
    { title: "three characters that mean nothing", resources: [password("login", { length: 15, overrideSpecial: "-_.", keepers: { purpose: "databaseLogin" } })], findings: [] },
    { title: "none at all", resources: [password("login", { length: 15, special: false, keepers: { purpose: "databaseLogin" } })], findings: [] },
    { title: "a machine's administrator", resources: [password("administrator", { length: 32, keepers: { purpose: "machineAdministrator" } })], findings: [] },
  ],
  bad: [
    { title: "the generator's own", resources: [password("login", { length: 15, keepers: { purpose: "databaseLogin" } })], findings: [{ resource: "login", path: "overrideSpecial", limit: delimiters }] },
    { title: "a semicolon among others", resources: [password("login", { length: 15, special: true, overrideSpecial: "-;", keepers: { purpose: "databaseInstaller" } })], findings: [{ resource: "login", path: "overrideSpecial", limit: delimiters }] },
  ],
};
