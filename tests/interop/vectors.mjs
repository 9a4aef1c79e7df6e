// Prints the age test vectors of the npm package cctv-age as one JSON object: name -> Base64 of the vector file.
import * as vectors from "cctv-age";

const files = Object.entries(vectors).map(([name, bytes]) => [name, Buffer.from(bytes).toString("base64")]);
process.stdout.write(JSON.stringify(Object.fromEntries(files)));
