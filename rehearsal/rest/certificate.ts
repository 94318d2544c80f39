/** Key and certificate as PEM. */
export interface Certificate {
  readonly key: string;
  readonly certificate: string;
}

/** A certificate for 127.0.0.1 that signs itself, with a new P-256 key, valid for a year: whoever is to trust it is given it. */
export async function selfSignedCertificate(): Promise<Certificate> {
  // Loaded here, so that a rehearsal without this interface does not wait for it.
  const { generate } = await import("selfsigned");
  const made = await generate([{ name: "commonName", value: "127.0.0.1" }], {
    keyType: "ec",
    curve: "P-256",
    algorithm: "sha256",
    extensions: [
      { name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] },
      { name: "extKeyUsage", serverAuth: true },
    ],
  });
  return { key: made.private, certificate: made.cert };
}
