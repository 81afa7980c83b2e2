/** A chain for one run (RFC 5280): root → intermediates → leaf, every key its own. */
import 'reflect-metadata'; // @peculiar/x509 needs it before it loads (tsyringe)
import { createHash, randomBytes, webcrypto } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { z } from 'zod';
import type { Certificate } from '../../shared/result/document.ts';
import { KEY_TYPES, MAX_INTERMEDIATES } from '../../shared/tls.ts';
import { LabError } from '../errors.ts';
import { makeKeyPair, privateKeyPem, type KeyPair } from './keys.ts';

export const PkiSpec = z.object({
  intermediates: z.number().int().min(0).max(MAX_INTERMEDIATES),
  leaf: z.enum(KEY_TYPES),
  issuers: z.enum(KEY_TYPES),
  serverName: z.string().min(1),
  extraNames: z.array(z.string().min(1)).default([]),
  /** The leaf may stand for a client too. */
  mutual: z.boolean().default(false),
});
export type PkiSpec = z.input<typeof PkiSpec>;

export interface PkiFiles {
  readonly rootFile: string;
  /** Leaf, then intermediates, never the root. */
  readonly certificateFile: string;
  /** PKCS#8, mode 0600. */
  readonly keyFile: string;
  /** Public facts for the run's provenance: leaf, intermediates, root. */
  readonly certificates: Certificate[];
}

const HOUR_MS = 3_600_000;
const DAYS = 30;

interface Issued {
  readonly certificate: x509.X509Certificate;
  readonly pair: KeyPair;
}

type CreateParams = Extract<x509.X509CertificateCreateParams, { signingKey: unknown }>;
// @peculiar/x509 is typed against DOM's CryptoKey; Node's webcrypto is the same interface under another name.
const domKey = (key: webcrypto.CryptoKey): CreateParams['signingKey'] => key as unknown as CreateParams['signingKey'];

async function issue(name: string, pair: KeyPair, issuer: Issued | null, extensions: (x509.Extension | Promise<x509.Extension>)[]): Promise<Issued> {
  const now = Date.now();
  const signer = issuer?.pair ?? pair;
  const certificate = await x509.X509CertificateGenerator.create(
    {
      // Positive and 16 bytes long (RFC 5280, 4.1.2.2: at most 20).
      serialNumber: `4${randomBytes(16).toString('hex').slice(1)}`,
      subject: `CN=${name}, O=Handshake Lab`,
      issuer: issuer?.certificate.subject ?? `CN=${name}, O=Handshake Lab`,
      notBefore: new Date(now - HOUR_MS),
      notAfter: new Date(now + DAYS * 24 * HOUR_MS),
      signingAlgorithm: signer.signing,
      publicKey: domKey(pair.keys.publicKey),
      signingKey: domKey(signer.keys.privateKey),
      extensions: await Promise.all([
        ...extensions,
        x509.SubjectKeyIdentifierExtension.create(domKey(pair.keys.publicKey)),
        x509.AuthorityKeyIdentifierExtension.create(domKey(signer.keys.publicKey)),
      ]),
    } satisfies CreateParams,
    webcrypto as unknown as Parameters<typeof x509.X509CertificateGenerator.create>[1],
  );
  return { certificate, pair };
}

const authority = (pathLength: number | undefined): x509.Extension[] => [
  new x509.BasicConstraintsExtension(true, pathLength, true),
  new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
];

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

const facts = ({ certificate, pair }: Issued): Certificate => {
  const der = Buffer.from(certificate.rawData);
  return { subject: certificate.subject, key: pair.type, derBytes: der.length, sha256: createHash('sha256').update(der).digest('hex') };
};

/** Makes the chain and writes it to `folder`, which is made with mode 0700. Throws a LabError that names a wrong field. */
export async function makePki(given: PkiSpec, folder: string): Promise<PkiFiles> {
  const parsed = PkiSpec.safeParse(given);
  if (!parsed.success) {
    const [issueFound] = parsed.error.issues;
    throw new LabError('bad-scenario', `certificates.${issueFound?.path.join('.') ?? ''}: ${issueFound?.message ?? 'is wrong'}`);
  }
  const { intermediates, leaf, issuers, serverName, extraNames, mutual } = parsed.data;
  const root = await issue('Handshake Lab Root', await makeKeyPair(issuers), null, authority(undefined));
  const chain: Issued[] = [];
  let issuer = root;
  for (let index = 1; index <= intermediates; index++) {
    // pathLenConstraint: how many authorities may still follow.
    issuer = await issue(`Handshake Lab Intermediate ${index}`, await makeKeyPair(issuers), issuer, authority(intermediates - index));
    chain.unshift(issuer);
  }
  const names: x509.JsonGeneralNames = [
    ...[serverName, `*.${serverName}`, 'localhost', ...extraNames].map((value) => ({ type: 'dns' as const, value })),
    { type: 'ip', value: '127.0.0.1' },
  ];
  const end = await issue(serverName, await makeKeyPair(leaf), issuer, [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension(mutual ? [SERVER_AUTH, CLIENT_AUTH] : [SERVER_AUTH]),
    new x509.SubjectAlternativeNameExtension(names),
  ]);
  chain.unshift(end);

  await mkdir(folder, { recursive: true, mode: 0o700 });
  const files = { rootFile: join(folder, 'root.pem'), certificateFile: join(folder, 'chain.pem'), keyFile: join(folder, 'key.pem') };
  await writeFile(files.rootFile, `${root.certificate.toString('pem')}\n`);
  await writeFile(files.certificateFile, `${chain.map(({ certificate }) => certificate.toString('pem')).join('\n')}\n`);
  await writeFile(files.keyFile, await privateKeyPem(end.pair), { mode: 0o600 });
  return { ...files, certificates: [...chain, root].map(facts) };
}
