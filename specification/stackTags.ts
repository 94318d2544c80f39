/**
 * How resources say whose they are and what they are (ARCHITECTURE.md, decision 9): what planners write, and proof and rules read. The words are
 * ours; the vendor has none for it.
 */
export const environmentTag = "lifecare-environment";
export const customerTag = "lifecare-customer";
/** Date of the technical specification that the resource was made by. */
export const specificationTag = "lifecare-specification";
/** A machine's roles, separated by blanks. */
export const roleTag = "lifecare-roles";
