import { administratorPasswordLength } from "../../../azure/limits.ts";
import { each } from "../../judge.ts";
import { fault, type SampleResource, type StackRule } from "../../rule.ts";
import { notKnownYet, sampleMachine } from "../samples.ts";
import { passwordsOf, statedPurpose, usesOf } from "./passwordUses.ts";

const onePurpose = (uses: string) => `one purpose; it is put to several: ${uses}`;
const { shortest, longest } = administratorPasswordLength.value;
const takenByAzure = `${shortest} to ${longest} characters, which Azure takes for an administrator`;

function password(name: string, inputs: Readonly<Record<string, unknown>>): SampleResource {
  return { type: "random:index/randomPassword:RandomPassword", name, inputs };
}

function secret(name: string, of: string, contentType?: string): SampleResource {
  return { type: "azure-native:keyvault:Secret", name, inputs: { secretName: name, properties: { value: notKnownYet, ...(contentType === undefined ? {} : { contentType }) } }, propertyDependencies: { properties: [of] } };
}

function machine(name: string, of: string): SampleResource {
  return sampleMachine(name, { osProfile: { adminPassword: notKnownYet } }, { propertyDependencies: { osProfile: [of] } });
}

/** P-28: who learns one password learns no other. */
export const ownPasswords: StackRule = {
  id: "LC213",
  name: "passwords-are-not-shared",
  group: "specification",
  clauses: ["T12.6-1"],
  proposals: ["P-28"],
  synopsis: "No generated password serves two purposes: a machine's administrator, the product's login to the database and the installer's are three.",
  why: "The installer's login is active during installations only, and an administrator's password is known to people: one that opens the database as well opens it always, and to all of them.",
  fix: "generate a password for each purpose",
  scope: "stack",
  *check(stack) {
    yield* each(
      passwordsOf(stack),
      function* (one) {
        const uses = usesOf(stack, one);
        const stated = statedPurpose(one);
        const unsaid = uses.filter(({ purpose }) => purpose === undefined).map(({ resource }) => `secret ${resource.name}`);
        // One secret that says nothing holds a copy of the password; two are for two things, unless the password says for which one.
        const said = [...(stated === undefined || stated === "other" ? [] : [stated]), ...uses.flatMap(({ purpose }) => purpose ?? [])];
        const distinct = new Set<string>([...said, ...(stated === undefined && unsaid.length > 1 ? unsaid : [])]);
        // `database` says less than either login: beside one of them it is no other purpose.
        if (distinct.has("databaseLogin") || distinct.has("databaseInstaller")) distinct.delete("database");
        if (distinct.size > 1) yield fault(one, "", onePurpose([...distinct].toSorted().join(", ")));
      },
    );
  },
  good: [
    {
      title: "one for each",
      resources: [password("login", { keepers: { purpose: "databaseLogin" } }), password("administrator", {}), secret("sql", "login", "databaseLogin"), secret("machine", "administrator", "machineAdministrator"), machine("core", "administrator")],
      findings: [],
    },
    { title: "the login, which a secret calls the database's", resources: [password("login", { keepers: { purpose: "databaseLogin" } }), secret("sql", "login", "sql")], findings: [] },
    { title: "the installer's, which a secret calls the database's", resources: [password("installer", { keepers: { purpose: "databaseInstaller" } }), secret("sql", "installer", "sql")], findings: [] },
    { title: "two secrets that say nothing, of a password that does", resources: [password("some", { keepers: { purpose: "databaseLogin" } }), secret("one", "some"), secret("other", "some")], findings: [] },
    { title: "an administrator's, and one copy that says nothing", resources: [password("administrator", {}), secret("copy", "administrator"), machine("core", "administrator")], findings: [] },
    { title: "an administrator's, and its copy in the vault", resources: [password("administrator", { keepers: { purpose: "vm" } }), secret("vm-core", "administrator"), machine("core", "administrator")], findings: [] },
  ],
  bad: [
    { title: "administrator, login, and a word of its own", resources: [password("all", { keepers: { purpose: "everything" } }), secret("sql", "all", "databaseInstaller"), machine("core", "all")], findings: [{ resource: "all", path: "", limit: onePurpose("databaseInstaller, machineAdministrator") }] },
    { title: "administrator and login", resources: [password("all", {}), secret("sql", "all", "databaseLogin"), machine("core", "all")], findings: [{ resource: "all", path: "", limit: onePurpose("databaseLogin, machineAdministrator") }] },
    { title: "login and installer", resources: [password("sql", { keepers: { purpose: "databaseLogin" } }), secret("installer", "sql", "databaseInstaller")], findings: [{ resource: "sql", path: "", limit: onePurpose("databaseInstaller, databaseLogin") }] },
    { title: "two secrets of which nobody says what they are for", resources: [password("some", {}), secret("one", "some"), secret("other", "some")], findings: [{ resource: "some", path: "", limit: onePurpose("secret one, secret other") }] },
    {
      title: "by the dependencies of a plan",
      resources: [password("all", { keepers: { purpose: "sql" } }), sampleMachine("core", { osProfile: { adminPassword: notKnownYet } }, { dependencies: ["all"] })],
      findings: [{ resource: "all", path: "", limit: onePurpose("database, machineAdministrator") }],
    },
  ],
};

/** Azure checks the administrator's password when the machine is made. */
export const administratorPasswords: StackRule = {
  id: "LC214",
  name: "administrator-passwords-have-the-length-that-azure-takes",
  group: "deployable",
  clauses: [],
  proposals: ["P-27"],
  synopsis: `A generated administrator's password has ${shortest} to ${longest} characters.`,
  why: "A preview shows no more than that there is one; Azure refuses the machine when it is made.",
  fix: "generate it with length 32",
  sources: [administratorPasswordLength.source],
  scope: "stack",
  *check(stack) {
    yield* each(
      passwordsOf(stack),
      function* (one) {
        const length = one.inputs.number("length");
        if (length !== undefined && length >= shortest && length <= longest) return;
        if (usesOf(stack, one).some(({ purpose }) => purpose === "machineAdministrator")) yield fault(one, "length", takenByAzure);
      },
    );
  },
  good: [
    { title: "twelve characters", resources: [password("administrator", { length: 12 }), machine("core", "administrator")], findings: [] },
    { title: "as many as Azure takes", resources: [password("administrator", { length: longest }), machine("core", "administrator")], findings: [] },
    { title: "too short for a machine, and not for one", resources: [password("pin", { length: 8 }), secret("pin-secret", "pin", "databaseLogin")], findings: [] },
  ],
  bad: [
    { title: "eleven characters", resources: [password("administrator", { length: 11 }), machine("core", "administrator")], findings: [{ resource: "administrator", path: "length", limit: takenByAzure }] },
    { title: "one too many, and no length, also where the password is put to another use as well", resources: [password("long", { length: longest + 1 }), machine("core", "long"), secret("sql", "long", "databaseLogin"), password("none", {}), machine("app", "none")], findings: [{ resource: "long", path: "length", limit: takenByAzure }, { resource: "none", path: "length", limit: takenByAzure }] },
  ],
};

const ownAdministrator = "one machine: who knows it opens all of them";

export const onePasswordEach: StackRule = {
  id: "LC226",
  name: "machines-have-administrator-passwords-of-their-own",
  group: "hardening",
  clauses: [],
  proposals: ["P-28"],
  synopsis: "No two machines have the same generated administrator's password.",
  why: "A local administrator's password that is found on one machine opens every other that has it, the database server among them.",
  fix: "generate a password for each machine",
  sources: ["https://learn.microsoft.com/windows-server/identity/laps/laps-overview"],
  scope: "stack",
  *check(stack) {
    yield* each(
      passwordsOf(stack),
      function* (one) {
        const machines = usesOf(stack, one).filter(({ resource }) => resource.type === "compute:VirtualMachine");
        if (machines.length > 1) yield fault(one, "", ownAdministrator);
      },
    );
  },
  good: [
    { title: "one each", resources: [password("of-core", {}), password("of-app", {}), machine("core", "of-core"), machine("app", "of-app")], findings: [] },
    { title: "one machine, and the copy in the vault", resources: [password("of-core", {}), secret("copy", "of-core", "machineAdministrator"), machine("core", "of-core")], findings: [] },
  ],
  bad: [{ title: "one for both", resources: [password("all", {}), machine("core", "all"), machine("app", "all")], findings: [{ resource: "all", path: "", limit: ownAdministrator }] }],
};
