/** How every resource says whose it is (decision 9); the tag of roles stands in proof/machineRoles.ts. */
export const environmentTag = "lifecare-environment";
export const customerTag = "lifecare-customer";
export const specificationTag = "lifecare-specification";
