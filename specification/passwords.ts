/** What a password is for: the product's login to its databases, the vendor's login during installations, the administrator of one machine. */
export const passwordPurposes = ["databaseLogin", "databaseInstaller", "machineAdministrator"] as const;
export type PasswordPurpose = (typeof passwordPurposes)[number];

/** Those that the product itself sends to the database: they have no more characters than it takes (T3.1.4-1). */
export const databasePurposes: readonly PasswordPurpose[] = ["databaseLogin", "databaseInstaller"];
