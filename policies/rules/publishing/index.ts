import type { Reasons } from "../../reason.ts";
import type { Rule } from "../../rule.ts";
import { encryptedBackends } from "./encryptedBackends.ts";
import { forwardedHeaders } from "./forwardedHeaders.ts";
import { httpOnlyRedirects } from "./httpOnlyRedirects.ts";
import { modernTls } from "./modernTls.ts";

export const publishingRules: readonly Rule[] = [modernTls, encryptedBackends, httpOnlyRedirects, forwardedHeaders];

/** Proposed checks and clauses without a rule here, and why. */
export const publishingReasons: Reasons = {};
