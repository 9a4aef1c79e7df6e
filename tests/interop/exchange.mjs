// The other implementation's half of test_age_encryption_npm.py.
//
//   node exchange.mjs keys COUNT            -> {identities: [...], recipients: [...]} (post-quantum)
//   node exchange.mjs encrypt FOLDER < job  -> writes FOLDER/<name>.theirs for every case of the job
//   node exchange.mjs decrypt FOLDER < job  -> {name: SHA-256 of the content of FOLDER/<name>.ours}
//
// A job is JSON: [{name, content (file name in FOLDER), recipients: [...], identity}].
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Decrypter, Encrypter, generateHybridIdentity, identityToRecipient } from "age-encryption";

const [verb, argument] = process.argv.slice(2);

async function keys(count) {
  const identities = await Promise.all(Array.from({ length: count }, () => generateHybridIdentity()));
  return { identities, recipients: await Promise.all(identities.map(identityToRecipient)) };
}

async function encrypt({ name, content, recipients }) {
  const encrypter = new Encrypter();
  recipients.forEach((recipient) => encrypter.addRecipient(recipient));
  const sealed = await encrypter.encrypt(new Uint8Array(readFileSync(join(argument, content))));
  writeFileSync(join(argument, `${name}.theirs`), sealed);
}

async function decrypt({ name, identity }) {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const opened = await decrypter.decrypt(new Uint8Array(readFileSync(join(argument, `${name}.ours`))));
  return [name, createHash("sha256").update(opened).digest("hex")];
}

const job = verb === "keys" ? [] : JSON.parse(readFileSync(0, "utf8"));
let answer = null;
if (verb === "keys") {
  answer = await keys(Number(argument));
} else if (verb === "encrypt") {
  for (const item of job) await encrypt(item);
} else {
  answer = {};
  for (const item of job) {
    const [name, digest] = await decrypt(item);
    answer[name] = digest;
  }
}
process.stdout.write(JSON.stringify(answer));
