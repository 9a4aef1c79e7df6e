// Stands in for the age command in test_open_by_hand.py: node age-by-hand.mjs --decrypt --identity KEYS FILE > CONTENT
import { readFileSync, writeFileSync } from "node:fs";
import { Decrypter } from "age-encryption";

const [verb, option, keys, file] = process.argv.slice(2);
if (verb !== "--decrypt" || option !== "--identity") throw new Error("only --decrypt --identity KEYS FILE");
const decrypter = new Decrypter();
decrypter.addIdentity(readFileSync(keys, "utf8").trim());
writeFileSync(1, await decrypter.decrypt(new Uint8Array(readFileSync(file))));
