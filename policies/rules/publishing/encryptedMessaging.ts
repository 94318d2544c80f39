import type { Expectation } from "../../../proof/expectation.ts";
import { documentedChoices } from "../../../specification/flowChoices.ts";
import { wholeStack } from "../../finding.ts";
import type { StackRule } from "../../rule.ts";

const messaging = "messaging over TLS alone, port 5671: 5672 is not encrypted (T12.3-3, reading 2)";
const recycling = "recycling over HTTPS, port 443: 80 is not encrypted (T12.4-1, reading 12)";

const plainPorts = [
  { choice: "plaintextMessaging", limit: messaging, clause: "T12.3-3" },
  { choice: "recyclingOverHttp", limit: recycling, clause: "T12.4-1" },
] as const;

const expecting = (choices: object): Expectation => ({ choices: { ...documentedChoices, ...choices }, clientNetworks: [], vendorHosts: [], socialInsuranceHosts: [] });

/** T12.3-3, T12.4-1: what the vendor offers encrypted is used encrypted. */
export const encryptedMessaging: StackRule = {
  id: "LC313",
  name: "plain-protocols-are-not-opted-in",
  group: "hardening",
  clauses: ["T12.3-3", "T12.4-1"],
  proposals: [],
  synopsis: "Nobody opts in to the plain ports that stand beside encrypted ones in the vendor's matrix.",
  why: "The matrix has RabbitMQ and the recycling of application pools both encrypted and in plain, and traffic between machines is to be encrypted.",
  fix: "leave the plain ports out of the stack's configuration",
  scope: "stack",
  *check({ facts: { expectation } }) {
    for (const { choice, limit, clause } of plainPorts) {
      const value = expectation?.choices[choice];
      if (value === true) yield { resource: wholeStack, path: `expectation.choices.${choice}`, value, limit, clause };
    }
  },
  good: [
    { title: "the vendor's documented choices", resources: [], facts: { expectation: expecting({}) }, findings: [] },
    { title: "nothing said", resources: [], findings: [] },
  ],
  bad: [
    {
      title: "both opted in",
      resources: [],
      facts: { expectation: expecting({ plaintextMessaging: true, recyclingOverHttp: true }) },
      findings: [
        { resource: wholeStack, path: "expectation.choices.plaintextMessaging", limit: messaging },
        { resource: wholeStack, path: "expectation.choices.recyclingOverHttp", limit: recycling },
      ],
    },
  ],
};
