import { documentedChoices } from "../../../specification/flowChoices.ts";
import { fault, type ResourceRule, type SampleResource } from "../../rule.ts";

const settings = "serverConfigurationsManagementSettings.sqlConnectivityUpdateSettings";
const within = "PRIVATE: SQL Server answers within the network alone, and to other servers too (T4.3-M)";
const portLimit = (port: number) => `port ${port}, which the port matrix opens to the database (row R8)`;
const noLogin = "no login made by the registration: it becomes an administrator of SQL Server, with a password in the deployment";

function registration(connectivity: Readonly<Record<string, unknown>>): SampleResource {
  return { type: "azure-native:sqlvirtualmachine:SqlVirtualMachine", name: "sql", inputs: { serverConfigurationsManagementSettings: { sqlConnectivityUpdateSettings: connectivity } } };
}

/** R8: the database answers its three server types, on one port, and nobody outside. */
export const privateSql: ResourceRule = {
  id: "LC219",
  name: "sql-server-answers-within-the-network",
  group: "specification",
  clauses: ["T4.3-M"],
  proposals: ["P-30"],
  synopsis: "SQL Server is registered to answer within the network, on the port that the matrix opens.",
  why: "PUBLIC opens the machine's firewall to the internet, LOCAL to nobody, and another port than the matrix's reaches no server.",
  fix: "say connectivityType PRIVATE and the configured port",
  sources: ["https://learn.microsoft.com/azure/azure-sql/virtual-machines/windows/ways-to-connect-to-sql"],
  scope: "resource",
  types: ["sqlvirtualmachine:SqlVirtualMachine"],
  *check(resource, { expectation }) {
    const connectivity = resource.inputs.text(`${settings}.connectivityType`);
    if (connectivity !== undefined && connectivity.toUpperCase() !== "PRIVATE") yield fault(resource, `${settings}.connectivityType`, within);
    const port = resource.inputs.number(`${settings}.port`);
    const expected = expectation?.choices.databasePort;
    // An expectation says which static port was chosen; without one, any is possible, and the proof of the network decides.
    if (expected !== undefined && (port ?? documentedChoices.databasePort) !== expected) yield fault(resource, `${settings}.port`, portLimit(expected));
  },
  good: [
    { title: "private, on the chosen port", resources: [registration({ connectivityType: "PRIVATE", port: 14330 })], facts: { expectation: { choices: { ...documentedChoices, databasePort: 14330 }, clientNetworks: [], vendorHosts: [], socialInsuranceHosts: [] } }, findings: [] },
    { title: "left as the image has it", resources: [{ type: "azure-native:sqlvirtualmachine:SqlVirtualMachine", name: "sql", inputs: {} }], findings: [] },
  ],
  bad: [
    { title: "open to the internet", resources: [registration({ connectivityType: "Public", port: 1433 })], findings: [{ resource: "sql", path: `${settings}.connectivityType`, limit: within }] },
    {
      title: "to the machine itself alone, on a port of its own",
      resources: [registration({ connectivityType: "LOCAL", port: 1500 })],
      facts: { expectation: { choices: documentedChoices, clientNetworks: [], vendorHosts: [], socialInsuranceHosts: [] } },
      findings: [
        { resource: "sql", path: `${settings}.connectivityType`, limit: within },
        { resource: "sql", path: `${settings}.port`, limit: portLimit(1433) },
      ],
    },
  ],
};

/** P-30: logins are the installer's to make, with passwords from the vault. */
export const noRegisteredLogin: ResourceRule = {
  id: "LC220",
  name: "sql-registration-makes-no-login",
  group: "specification",
  clauses: ["T12.6-1"],
  proposals: ["P-30"],
  synopsis: "The registration of SQL Server makes no login.",
  why: "It makes an administrator of the whole server, who is neither the product's login nor active during installations only.",
  fix: "leave sqlAuthUpdateUserName and sqlAuthUpdatePassword out; the installer makes the logins",
  scope: "resource",
  types: ["sqlvirtualmachine:SqlVirtualMachine"],
  *check(resource) {
    for (const key of ["sqlAuthUpdateUserName", "sqlAuthUpdatePassword"]) if (resource.inputs.has(`${settings}.${key}`)) yield fault(resource, `${settings}.${key}`, noLogin);
  },
  good: [{ title: "none", resources: [registration({ connectivityType: "PRIVATE" })], findings: [] }],
  bad: [
    {
      title: "one, with its password",
      resources: [registration({ sqlAuthUpdateUserName: "sqladmin", sqlAuthUpdatePassword: "Kp-3.xvQ_81mnWq" })],
      findings: [
        { resource: "sql", path: `${settings}.sqlAuthUpdateUserName`, limit: noLogin },
        { resource: "sql", path: `${settings}.sqlAuthUpdatePassword`, limit: noLogin },
      ],
    },
  ],
};
