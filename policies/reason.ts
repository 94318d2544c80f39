import type { Stage } from "../specification/register.ts";

/** Why a proposed check, or a requirement that policies gate, has no rule of its own. */
export type Reason =
  /** Nothing of it stands in resources' inputs: it is checked elsewhere. */
  | { readonly kind: "notVisible"; readonly checkedBy: string }
  /** Id of the rule that says it as well. */
  | { readonly kind: "sameAs"; readonly rule: string }
  /** The type that it is about is first planned at a later stage; once that stage is reached, this reason no longer holds. */
  | { readonly kind: "later"; readonly stage: Stage; readonly type: string };

/** By proposed check (`P-07`) or clause. */
export type Reasons = Readonly<Record<string, Reason>>;
