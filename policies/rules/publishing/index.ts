import type { Reasons } from "../../reason.ts";
import type { Rule } from "../../rule.ts";
import { clientCertificates } from "./clientCertificates.ts";
import { closedStorage } from "./closedStorage.ts";
import { closedVaults } from "./closedVaults.ts";
import { encryptedBackends } from "./encryptedBackends.ts";
import { encryptedMessaging } from "./encryptedMessaging.ts";
import { forwardedHeaders } from "./forwardedHeaders.ts";
import { generatedPasswords } from "./generatedPasswords.ts";
import { httpOnlyRedirects } from "./httpOnlyRedirects.ts";
import { modernTls } from "./modernTls.ts";
import { noPlainSecrets } from "./noPlainSecrets.ts";
import { otherFronts } from "./otherFronts.ts";
import { preventingFirewall } from "./preventingFirewall.ts";
import { renewedCertificates } from "./renewedCertificates.ts";

export const publishingRules: readonly Rule[] = [
  modernTls,
  encryptedBackends,
  httpOnlyRedirects,
  forwardedHeaders,
  clientCertificates,
  closedVaults,
  renewedCertificates,
  generatedPasswords,
  noPlainSecrets,
  closedStorage,
  otherFronts,
  preventingFirewall,
  encryptedMessaging,
];

/** Proposed checks and clauses without a rule here, and why. */
export const publishingReasons: Reasons = {
  "P-38": { kind: "notVisible", checkedBy: "the stack's configuration, where the attestation of multi-factor authentication is to be an input of PROD and UTB alike: no resource of Azure shows it" },
  "T6.1-1": { kind: "notVisible", checkedBy: "the stack's configuration (the identity provider and the attestation of multi-factor authentication): no resource of Azure shows it" },
  "T10.1.1-1": { kind: "sameAs", rule: "LC001" },
  "T11.1-1": { kind: "sameAs", rule: "LC001" },
};
