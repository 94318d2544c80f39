import type { Reasons } from "../../reason.ts";
import type { Rule } from "../../rule.ts";
import { clientCertificates } from "./clientCertificates.ts";
import { closedVaults } from "./closedVaults.ts";
import { encryptedBackends } from "./encryptedBackends.ts";
import { forwardedHeaders } from "./forwardedHeaders.ts";
import { httpOnlyRedirects } from "./httpOnlyRedirects.ts";
import { modernTls } from "./modernTls.ts";
import { renewedCertificates } from "./renewedCertificates.ts";

export const publishingRules: readonly Rule[] = [modernTls, encryptedBackends, httpOnlyRedirects, forwardedHeaders, clientCertificates, closedVaults, renewedCertificates];

/** Proposed checks and clauses without a rule here, and why. */
export const publishingReasons: Reasons = {};
